"""Names of agencies, places and roles, which are no names of people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from forms.personal_data.words import split_words


@dataclass(frozen=True)
class KnownTerms:
    """Terms by their first word, each as its words in small letters; the longest first."""

    by_first_word: Mapping[str, Sequence[tuple[str, ...]]] = field(default_factory=dict)

    @classmethod
    def of(cls, terms: Iterable[str]) -> "KnownTerms":
        """Return the known terms, each written as people write it."""
        split = {tuple(word.plain for word in split_words(term)) for term in terms}
        found: dict[str, list[tuple[str, ...]]] = {}
        for words in sorted(split, key=lambda words: (-len(words), words)):
            if words:
                found.setdefault(words[0], []).append(words)
        return cls(found)

    def length_at(self, words: Sequence[str], place: int) -> int:
        """Return how many of the words make a term from this place on; 0 for none."""
        for term in self.by_first_word.get(words[place], ()):
            if tuple(words[place : place + len(term)]) == term:
                return len(term)
        return 0


NO_TERMS = KnownTerms()
