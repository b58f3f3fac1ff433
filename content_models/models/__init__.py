"""The tables of AUTHOR.

Direction of dependencies: subject, image < publishable < content_model < item; fact and reach stand beside item.
"""

from content_models.models.content_model import ContentModel, ModelVersion
from content_models.models.fact import Fact, FactVersion
from content_models.models.image import HubImage, HubRendition
from content_models.models.item import Item
from content_models.models.publishable import Publishable
from content_models.models.reach import Reach
from content_models.models.subject import Subject

__all__ = [
    "ContentModel",
    "Fact",
    "FactVersion",
    "HubImage",
    "HubRendition",
    "Item",
    "ModelVersion",
    "Publishable",
    "Reach",
    "Subject",
]
