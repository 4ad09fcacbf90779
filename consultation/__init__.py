"""The subject itself. Pure: no await, no SQL, no messenger, no clock of its own."""
