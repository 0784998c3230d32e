"""How two spellings are the same name: case and accents aside (language.md 3.1)."""

from functools import lru_cache
from unicodedata import combining, normalize


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The key under which `word` is looked up: no case, no accents. `fold("Expéditeur") == fold("EXPEDITEUR")`."""
    if word.isascii():
        return word.upper()
    return "".join(c for c in normalize("NFD", word) if not combining(c)).upper()
