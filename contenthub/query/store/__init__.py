"""What a request reads: publications level by level, then everything small around them, in few statements."""
