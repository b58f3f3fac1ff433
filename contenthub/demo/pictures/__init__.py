"""The pictures of the demo, drawn here: calm, flat, the same bytes every time."""

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile

from content_models.models import HubImage
from contenthub.demo.identity import uuid_of
from contenthub.demo.pictures import coast, street, town
from contenthub.demo.pictures.canvas import Canvas
from contenthub.demo.pictures.logo import draw_logo

PICTURES: dict[str, tuple[str, Callable[[], Canvas]]] = {
    "dunes": ("Duinpad naar zee", coast.dunes),
    "beach": ("Strandpost", coast.beach),
    "lighthouse": ("Vuurtoren in de avond", coast.lighthouse),
    "tree": ("Boom met bank", coast.tree),
    "town-hall": ("Gemeentehuis", town.town_hall),
    "passport": ("Paspoort en identiteitskaart", town.passport),
    "house": ("Huizen met dakkapel", town.house),
    "wedding": ("Trouwen op het strand", town.wedding),
    "bins": ("Containers aan de weg", street.bins),
    "bicycle": ("Fiets aan de haven", street.bicycle),
    "lamppost": ("Straatverlichting", street.lamppost),
    "parking": ("Parkeerplaats", street.parking),
}
"""Name in the content files -> title in the hub, and who draws it."""

LOGO = "logo"
TITLES = {**{name: title for name, (title, _draw) in PICTURES.items()}, LOGO: "Logo Gemeente Duinrijk"}
SOURCE = "Drawn for this demo"


def load_pictures(actor: Any) -> int:
    """Draw and store the pictures that are not there yet; return how many."""
    known = {str(uuid) for uuid in HubImage.objects.values_list("uuid", flat=True)}
    new = 0
    for name, title in TITLES.items():
        uuid = uuid_of("image", name)
        if str(uuid) not in known:
            file = ContentFile(draw(name), name=f"{name}.png")
            HubImage.objects.create(uuid=uuid, title=title, file=file, source=SOURCE, uploaded_by_user=actor)
            new += 1
    return new


def draw(name: str) -> bytes:
    """Return a picture as PNG."""
    return draw_logo() if name == LOGO else PICTURES[name][1]().png()
