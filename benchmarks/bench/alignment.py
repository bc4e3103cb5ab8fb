"""Aligns what a system wrote with what was spoken, and counts words lost and doubled."""

import unicodedata

from . import speech

# The distance in words within which an inserted word counts as a repetition: that of a long sentence said twice.
REACH = 24
# A system may write numbers as digits, also where it hears them as words: one to ten count as the same in both.
COUNTING = """
uno dos tres cuatro cinco seis siete ocho nueve diez
un deux trois quatre cinq six sept huit neuf dix
uno due tre quattro cinque sei sette otto nove dieci
um dois três quatro cinco seis sete oito nove dez
jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć
एक दो तीन चार पांच छह सात आठ नौ दस
एक दो तीन चार पाँच छह सात आठ नौ दस
"""
NUMBERS = {word: speech.NUMBERS[i] for line in COUNTING.strip().splitlines() for i, word in enumerate(line.split(), 1)}


def units(text):
    """Returns the words of a text. Chinese and Japanese, which have no spaces, count by character."""
    spaced = "".join(f" {c} " if unicodedata.name(c, "").startswith(("CJK UNIFIED", "HIRAGANA", "KATAKANA")) else c for c in text)
    return [NUMBERS.get(word, word) for word in speech.words(spaced)]


def matched(reference, hypothesis):
    """Returns the pairs (index in the reference, index in the hypothesis) of equal words in an alignment with the fewest errors."""
    costs = [list(range(len(hypothesis) + 1))]
    for i, word in enumerate(reference, 1):
        row = [i]
        for j, other in enumerate(hypothesis, 1):
            row.append(min(costs[-1][j] + 1, row[-1] + 1, costs[-1][j - 1] + (word != other)))
        costs.append(row)
    pairs, i, j = [], len(reference), len(hypothesis)
    while i and j:
        same = reference[i - 1] == hypothesis[j - 1]
        if costs[i][j] == costs[i - 1][j - 1] + (not same):
            i, j = i - 1, j - 1
            if same:
                pairs.append((i, j))
        elif costs[i][j] == costs[i - 1][j] + 1:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


def lost_clips(clips, hypothesis):
    """Counts the clips, each a list of words, of which less than a quarter is in the hypothesis."""
    reference = [word for clip in clips for word in clip]
    found, lost, at = {i for i, _ in matched(reference, hypothesis)}, 0, 0
    for clip in clips:
        lost += 4 * sum(i in found for i in range(at, at + len(clip))) < len(clip)
        at += len(clip)
    return lost


def lost_words(reference, hypothesis):
    """Counts the words by which the alignment is longer than its matches and substitutions: those without any counterpart."""
    pairs = [(-1, -1), *matched(reference, hypothesis), (len(reference), len(hypothesis))]
    return sum(max(0, (i - a) - (j - b)) for (a, b), (i, j) in zip(pairs, pairs[1:]))


def doubled_words(reference, hypothesis):
    """Counts the inserted words that were spoken, and written, within `REACH` words."""
    pairs = [(-1, -1), *matched(reference, hypothesis), (len(reference), len(hypothesis))]
    count = 0
    for (a, b), (i, j) in zip(pairs, pairs[1:]):
        inserted = (j - b) - (i - a)
        if inserted > 0:
            near = {reference[k] for k, _ in pairs[1:-1] if abs(k - a) <= REACH}
            count += min(inserted, sum(word in near for word in hypothesis[b + 1 : j]))
    return count
