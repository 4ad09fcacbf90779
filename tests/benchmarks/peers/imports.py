"""Imports both libraries, says so, and does nothing more."""

from __future__ import annotations

import sys

import aiogram
import telegram.ext

if __name__ == "__main__":
    sys.stdout.write(f"{aiogram.__version__} {telegram.__version__}\n")
    sys.stdout.flush()
    sys.stdin.read()
