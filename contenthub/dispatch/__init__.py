"""From step to step: run a channel's queries, render, keep what was produced where."""
