"""Item statistics against numbers worked by hand. Four items of 1 point (100), five candidates:

        i1   i2   i3   i4   total
A      100  100  100  100    400
B      100  100  100    0    300
C      100  100    0    0    200
D      100    0    0    0    100
E        0    0    0    0      0
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import sqrt

import pytest

from banxing.scores import statistics as st
from banxing.scores.agreement import icc2k, kendall_w
from banxing.scores.fisher import f_quantile, incomplete_beta
from banxing.scores.numbers import percent, points, rounded

ITEMS = [[100, 100, 100, 100, 0], [100, 100, 100, 0, 0], [100, 100, 0, 0, 0], [100, 0, 0, 0, 0]]
TOTALS = [400, 300, 200, 100, 0]
CELLS = [st.cells(item, TOTALS) for item in ITEMS]


def test_facility_is_the_mean_mark_over_the_points() -> None:
    assert [st.facility(item, 100) for item in CELLS] == [Fraction(n, 5) for n in (4, 3, 2, 1)]
    assert st.facility({(150, 0): 1, (50, 0): 1}, 200) == Fraction(1, 2)  # (1.5 + 0.5) / 2 / 2
    assert st.facility({}, 100) is None


def test_group_size_is_27_percent_rounded_half_up() -> None:
    # 0.27 · 50 = 13.5 → 14;  0.27 · 5 = 1.35 → 1;  0.27 · 2 = 0.54 → 1;  0.27 · 150 = 40.5 → 41
    assert [st.group_size(n) for n in (1, 2, 5, 11, 50, 100, 150)] == [1, 1, 1, 3, 14, 27, 41]


def test_discrimination_is_upper_less_lower() -> None:
    # One in each group: A and E. i1: (1 − 0) / 1, i4: (1 − 0) / 1.
    assert [st.discrimination(item, 100) for item in CELLS] == [1, 1, 1, 1]
    # 8 candidates, groups of ⌊2.16 + ½⌋ = 2. Upper: 200 and 0, mean 100; lower: 0 and 100, mean 50; (100 − 50) / 200.
    marks, totals = [200, 0, 0, 0, 0, 0, 0, 100], [8, 7, 6, 5, 4, 3, 2, 1]
    assert st.discrimination(st.cells(marks, totals), 200) == Fraction(1, 4)


def test_those_tied_at_a_border_share_its_places() -> None:
    # Groups of two among 8; upper: 9 has one place, the other is shared by three with 8 (marks 100, 0, 0 → 33⅓).
    # (100 + 33⅓) / 2 = 66⅔; lower: two with 1, marks 0 and 0.
    marks, totals = [100, 100, 0, 0, 0, 0, 0, 0], [9, 8, 8, 8, 5, 4, 1, 1]
    assert st.discrimination(st.cells(marks, totals), 100) == Fraction(2, 3)
    order = [3, 7, 1, 0, 6, 2, 5, 4]  # whatever the order of candidates
    turned = st.cells([marks[i] for i in order], [totals[i] for i in order])
    assert st.discrimination(turned, 100) == Fraction(2, 3)


def test_a_key_that_is_wrong_shows_as_negative() -> None:
    wrong = st.cells([0, 0, 0, 100, 100], TOTALS)
    assert st.discrimination(wrong, 100) == -1
    value = st.item_total(wrong)
    assert value is not None and value < -0.8


def test_item_total_leaves_the_item_out_of_the_total() -> None:
    # i1 with the rest 300 200 100 0 0 (in points: x = 1 1 1 1 0, y = 3 2 1 0 0):
    # n Σxy − ΣxΣy = 5·6 − 4·6 = 6;  n Σx² − (Σx)² = 20 − 16 = 4;  n Σy² − (Σy)² = 5·14 − 36 = 34;  r = 6 / √136
    assert st.item_total(CELLS[0]) == pytest.approx(6 / sqrt(136))


def test_alpha_and_kr20() -> None:
    # KR-20: k/(k−1) · (1 − Σpq / s²); Σpq = .8·.2 + .6·.4 + .4·.6 + .2·.8 = .8; s² of 4 3 2 1 0 = 2 (÷ n)
    # = 4/3 · (1 − .4) = .8
    assert st.alpha(CELLS) == Fraction(4, 5)
    assert st.is_kr20(CELLS, [100] * 4)
    assert not st.is_kr20(CELLS, [100, 100, 100, 200])
    assert not st.is_kr20([{(50, 50): 1, (100, 100): 1}], [100])


def test_alpha_if_dropped() -> None:
    # Without i1: k = 3, Σpq = .24 + .24 + .16 = .64; rest 3 2 1 0 0: s² = 14/5 − 36/25 = 1.36
    # 3/2 · (1 − .64/1.36) = 3/2 · .72/1.36 = 27/34
    assert st.alphas_if_dropped(CELLS)[0] == Fraction(27, 34)
    assert st.alphas_if_dropped(CELLS[:2]) == [None, None]  # one item has no alpha


def test_spread_and_standard_error() -> None:
    # s² of 4 3 2 1 0 with n − 1: 10 / 4 = 2.5; SEM = √2.5 · √(1 − .8) = √.5
    assert st.deviation(Counter(TOTALS)) == pytest.approx(100 * sqrt(2.5))
    assert st.standard_error(Counter(TOTALS), Fraction(4, 5)) == pytest.approx(100 * sqrt(0.5))


def test_what_a_sample_cannot_tell_is_none() -> None:
    assert st.discrimination({(100, 100): 1}, 100) is None
    assert st.discrimination({(100, 300): 1, (0, 300): 1}, 100) is None  # all alike in total
    assert st.item_total({(100, 100): 1}) is None
    assert st.item_total({(100, 300): 1, (100, 200): 1}) is None  # no variance in the item
    assert st.alpha([{(100, 100): 1, (0, 0): 1}]) is None
    assert st.alpha([{(100, 100): 1, (0, 100): 1}] * 2) is None  # no variance in totals
    assert st.alpha([]) is None
    assert st.deviation({100: 1}) is None


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


def test_thirds_share_ties() -> None:
    assert st.thirds(st.cells([100, 0, 0, 100, 0, 0], [6, 5, 4, 3, 2, 1])) == (50, 50, 0)
    # Four candidates, 1⅓ a third: the best and a third of the next; the two that tie fill places 2 and 3.
    # upper: (100 + ⅓·50)/1⅓ = 87.5; middle: 1⅓ places of the tied, mean 50; lower: (⅓·50 + 0)/1⅓ = 12.5
    assert st.thirds(st.cells([100, 100, 0, 0], [9, 5, 5, 1])) == (Fraction(175, 2), 50, Fraction(25, 2))
    assert st.thirds(st.cells([100, 0, 100, 0], [9, 5, 5, 1])) == (Fraction(175, 2), 50, Fraction(25, 2))
    assert st.thirds(st.cells([100, 0], [2, 1])) is None
    assert st.thirds(st.cells([100, 0, 0], [2, 2, 2])) is None


# What R 4.2.2 prints for qf(p, df1, df2) with 17 digits.
QF = [
    (0.975, 4, 12, 4.1212086185234407),
    (0.025, 4, 12, 0.1142705793220089),
    (0.975, 199, 199 * 49, 1.2084747836104635),
    (0.025, 199, 199 * 49, 0.81173956945700243),
    (0.975, 1, 1, 647.78901147784404),
    (0.025, 1, 1, 0.0015437125086741332),
    (0.5, 10, 20, 0.96626388859291668),
    (0.975, 5999, 5999 * 59, 1.0364202290179847),
]


@pytest.mark.parametrize(("p", "df1", "df2", "value"), QF)
def test_quantiles_of_f(p: float, df1: int, df2: int, value: float) -> None:
    assert f_quantile(p, df1, df2) == pytest.approx(value, rel=1e-9)


def test_quantiles_of_f_beyond_four_hundred_thousand() -> None:
    # There R takes χ²/df for F in `qf`, but not in `pf`: pf(1.0088591522588004, 99999, 5899941) is 0.97499999995729647.
    assert f_quantile(0.975, 99_999, 5_899_941) == pytest.approx(1.0088591522588004, rel=1e-9)


def test_the_incomplete_beta_function_at_its_ends_and_where_it_is_known() -> None:
    assert [incomplete_beta(x, 2, 3) for x in (0, 1)] == [0, 1]
    for x in (0.01, 0.3, 0.9):
        assert incomplete_beta(x, 1, 1) == pytest.approx(x, rel=1e-14)
        assert incomplete_beta(x, 2, 1) == pytest.approx(x * x, rel=1e-14)


def test_the_interval_of_alpha() -> None:
    # n = 5, k = 4, alpha = .8: 1 − .2·F(.975; 4, 12) and 1 − .2·F(.025; 4, 12)
    low, high = st.alpha_interval(Fraction(4, 5), 5, 4) or (0, 0)
    assert (low, high) == (pytest.approx(1 - 0.2 * QF[0][3]), pytest.approx(1 - 0.2 * QF[1][3]))
    assert st.alpha_interval(Fraction(1), 5, 4) == (1, 1)
    assert st.alpha_interval(Fraction(4, 5), 1, 4) is None


# Shrout and Fleiss (1979), table 2: six candidates, four judges; they print ICC(2,k) = .62.
JUDGES = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]


def test_raters() -> None:
    value = icc2k(JUDGES)
    assert value is not None and float(value) == pytest.approx(0.6200505476, abs=1e-10)
    # R's friedman.test on the same marks (it corrects for ties): χ² / (m(n − 1)) = 0.88703703703703707
    w = kendall_w(JUDGES)
    assert w is not None and float(w) == pytest.approx(0.88703703703703707, rel=1e-15)


def test_raters_by_hand() -> None:
    assert kendall_w([[1, 2, 3], [10, 20, 30]]) == 1
    assert kendall_w([[1, 2, 3], [3, 2, 1]]) == 0
    # Ranks 1.5 1.5 3 and 1 2 3: sums 2.5 3.5 6 about 4: S = 2.25 + .25 + 4 = 6.5; T = 6; 78 / (96 − 12)
    assert kendall_w([[5, 5, 9], [1, 2, 3]]) == Fraction(78, 84)
    assert icc2k([[1, 2, 3], [1, 2, 3]]) == 1


def test_raters_who_cannot_be_compared() -> None:
    for rate in (kendall_w, icc2k):
        assert rate([]) is None
        assert rate([[1, 2, 3]]) is None
        assert rate([[1], [2]]) is None
        assert rate([[5, 5, 5], [5, 5, 5]]) is None
