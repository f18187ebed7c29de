"""Item statistics against numbers worked by hand. Four items of 1 point (100), five candidates:

        i1   i2   i3   i4   total
A      100  100  100  100    400
B      100  100  100    0    300
C      100  100    0    0    200
D      100    0    0    0    100
E        0    0    0    0      0
"""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import pytest

from banxing.scores import statistics as st
from banxing.scores.numbers import percent, points, rounded

ITEMS = [[100, 100, 100, 100, 0], [100, 100, 100, 0, 0], [100, 100, 0, 0, 0], [100, 0, 0, 0, 0]]
TOTALS = [400, 300, 200, 100, 0]


def test_facility_is_the_mean_mark_over_the_points() -> None:
    assert [st.facility(item, 100) for item in ITEMS] == [Fraction(n, 5) for n in (4, 3, 2, 1)]
    assert st.facility([150, 50], 200) == Fraction(1, 2)  # (1.5 + 0.5) / 2 / 2
    assert st.facility([], 100) is None


def test_group_size_is_27_percent_rounded_half_up() -> None:
    # 0.27 · 50 = 13.5 → 14;  0.27 · 5 = 1.35 → 1;  0.27 · 2 = 0.54 → 1;  0.27 · 150 = 40.5 → 41
    assert [st.group_size(n) for n in (1, 2, 5, 11, 50, 100, 150)] == [1, 1, 1, 3, 14, 27, 41]


def test_discrimination_is_upper_less_lower() -> None:
    # One in each group: A and E. i1: (1 − 0) / 1, i4: (1 − 0) / 1.
    assert [st.discrimination(item, TOTALS, 100) for item in ITEMS] == [1, 1, 1, 1]
    # 8 candidates, groups of ⌊2.16 + ½⌋ = 2. Upper: 200 and 0, mean 100; lower: 0 and 100, mean 50; (100 − 50) / 200.
    marks, totals = [200, 0, 0, 0, 0, 0, 0, 100], [8, 7, 6, 5, 4, 3, 2, 1]
    assert st.discrimination(marks, totals, 200) == Fraction(1, 4)


def test_those_tied_at_a_border_share_its_places() -> None:
    # Groups of two among 8; upper: 9 has one place, the other is shared by three with 8 (marks 100, 0, 0 → 33⅓).
    # (100 + 33⅓) / 2 = 66⅔; lower: two with 1, marks 0 and 0.
    marks, totals = [100, 100, 0, 0, 0, 0, 0, 0], [9, 8, 8, 8, 5, 4, 1, 1]
    assert st.discrimination(marks, totals, 100) == Fraction(2, 3)
    order = [3, 7, 1, 0, 6, 2, 5, 4]  # whatever the order of candidates
    assert st.discrimination([marks[i] for i in order], [totals[i] for i in order], 100) == Fraction(2, 3)


def test_a_key_that_is_wrong_shows_as_negative() -> None:
    assert st.discrimination([0, 0, 0, 100, 100], TOTALS, 100) == -1
    value = st.item_total([0, 0, 0, 100, 100], TOTALS)
    assert value is not None and value < -0.8


def test_item_total_leaves_the_item_out_of_the_total() -> None:
    # i1 with the rest 300 200 100 0 0 (in points: x = 1 1 1 1 0, y = 3 2 1 0 0):
    # n Σxy − ΣxΣy = 5·6 − 4·6 = 6;  n Σx² − (Σx)² = 20 − 16 = 4;  n Σy² − (Σy)² = 5·14 − 36 = 34;  r = 6 / √136
    assert st.item_total(ITEMS[0], TOTALS) == pytest.approx(6 / sqrt(136))


def test_alpha_and_kr20() -> None:
    # KR-20: k/(k−1) · (1 − Σpq / s²); Σpq = .8·.2 + .6·.4 + .4·.6 + .2·.8 = .8; s² of 4 3 2 1 0 = 2 (÷ n)
    # = 4/3 · (1 − .4) = .8
    assert st.alpha(ITEMS) == Fraction(4, 5)
    assert st.is_kr20(ITEMS, [100] * 4)
    assert not st.is_kr20(ITEMS, [100, 100, 100, 200])
    assert not st.is_kr20([[50, 100]], [100])


def test_alpha_if_dropped() -> None:
    # Without i1: k = 3, Σpq = .24 + .24 + .16 = .64; rest 3 2 1 0 0: s² = 14/5 − 36/25 = 1.36
    # 3/2 · (1 − .64/1.36) = 3/2 · .72/1.36 = 27/34
    assert st.alphas_if_dropped(ITEMS)[0] == Fraction(27, 34)
    assert st.alphas_if_dropped(ITEMS[:2]) == [None, None]  # one item has no alpha


def test_spread_and_standard_error() -> None:
    # s² of 4 3 2 1 0 with n − 1: 10 / 4 = 2.5; SEM = √2.5 · √(1 − .8) = √.5
    assert st.deviation(TOTALS) == pytest.approx(100 * sqrt(2.5))
    assert st.standard_error(TOTALS, Fraction(4, 5)) == pytest.approx(100 * sqrt(0.5))


def test_what_a_sample_cannot_tell_is_none() -> None:
    assert st.discrimination([100], [100], 100) is None
    assert st.discrimination([100, 0], [300, 300], 100) is None  # all alike in total
    assert st.item_total([100], [100]) is None
    assert st.item_total([100, 100], [300, 200]) is None  # no variance in the item
    assert st.alpha([[100, 0]]) is None
    assert st.alpha([[100, 0], [0, 100]]) is None  # no variance in totals
    assert st.alpha([]) is None
    assert st.deviation([100]) is None


def test_numbers_as_tables_show_them() -> None:
    assert [f"{points(n):f}" for n in (0, 5, 150, 10_000, 1_234_567)] == ["0", "0.05", "1.5", "100", "12345.67"]
    assert [str(rounded(value)) for value in (Fraction(1, 2000), Fraction(-1, 3000), 0.12345)] == [
        "0.001",
        "0.000",
        "0.123",
    ]
    assert rounded(None) is None


def test_percent_is_cut_so_that_no_fail_looks_like_a_pass() -> None:
    # 2999 of 4999 are 59.992 %, 59996 of 99999 are 59.9966 %
    assert [str(percent(*pair)) for pair in ((2999, 4999), (59_996, 99_999), (60, 100))] == ["59.99", "59.99", "60"]
    assert percent(0, 0) is None
