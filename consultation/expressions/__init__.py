"""The expressions of XLSForm (relevant, constraint, calculation …): XPath 1.0 with the functions of ODK.

`parse` reads one and refuses a wrong one, saying where and what; `Expression.evaluate` never raises.
"""

from consultation.expressions.errors import ExpressionError, Problem
from consultation.expressions.evaluation import Expression, parse
from consultation.expressions.values import Context, Value

__all__ = ["Context", "Expression", "ExpressionError", "Problem", "Value", "parse"]
