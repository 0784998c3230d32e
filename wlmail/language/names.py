"""How two spellings are the same name: case and accents aside (language.md 3.1)."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class _Folded(dict[str, str]):
    """Spellings met so far and their keys: a look-up costs less than a call, and `functools` need not be loaded."""

    def __missing__(self, word: str) -> str:
        if len(self) > 65536:
            self.clear()
        if word.isascii():
            folded = word.upper()
        else:
            from unicodedata import combining, normalize

            folded = "".join(c for c in normalize("NFD", word) if not combining(c)).upper()
        self[word] = folded
        return folded


fold: "Callable[[str], str]" = _Folded().__getitem__
"""The key under which a word is looked up: no case, no accents. `fold("Expéditeur") == fold("EXPEDITEUR")`."""
