"""Watching: what every channel ought to show against what was seen of it.

policy    how a channel wants to be looked at
expected  what it ought to show, from what is published
seen      what was seen, read from the sightings
rounds    looking at its pages, a handful at a time
judging   the verdict, kept; findings opened and closed; the days of its trend
telling   owners told, and those above them
board     all of it for people and programs
"""
