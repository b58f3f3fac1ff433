"""Rich text: from editor HTML to Portable Text in the store, and back.

The modules, in the order text travels:

    tokens      HTML as a stream of tags and text, in linear time
    vocabulary  which tags, marks and addresses there are
    paragraph   one block while it is being read
    read        tokens to nodes
    tables      tables while cleaning; they never reach the store as rich text
    write       nodes to editor HTML
    clean       what an editor, a paste or an import gave, reduced to what is allowed
    walk        what a text refers to, what it says, and changing its nodes

The nodes are plain JSON (`Node`); the shapes are described in `write`.
"""

from .clean import Dropped, sanitise
from .errors import RichTextError, TooDeep, TooLarge
from .read import to_portable_text
from .vocabulary import MAX_CHARS, MAX_LEVEL, Node
from .walk import map_nodes, plain_text, references
from .write import to_editor_html

__all__ = [
    "MAX_CHARS",
    "MAX_LEVEL",
    "Dropped",
    "Node",
    "RichTextError",
    "TooDeep",
    "TooLarge",
    "map_nodes",
    "plain_text",
    "references",
    "sanitise",
    "to_editor_html",
    "to_portable_text",
]
