"""What kinds share: the fields of any item arranged into parts, and the words, dates and colours around them.

Nothing here knows a medium. A kind gives the arranger a writer, which says what a value looks like there.
"""
