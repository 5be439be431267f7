"""The NFO: the XML that media libraries keep beside a film. Read from strangers, written for them."""

from enchanted.media.logic.nfo.reading import MOST_BYTES as MOST_BYTES
from enchanted.media.logic.nfo.reading import read_nfo as read_nfo
from enchanted.media.logic.nfo.shape import Nfo as Nfo
from enchanted.media.logic.nfo.writing import write_nfo as write_nfo
