"""Compiled execution: a document becomes a plan once, and the plan turns what was loaded into an answer.

Only the straight way is compiled. Whatever else happens (an error, a null where none may be, introspection) is left to
graphql-core, over what is loaded already, so that its rules are the only ones there are.
"""

from contenthub.query.plan.compile import Plan, Plans, RootField

__all__ = ["Plan", "Plans", "RootField"]
