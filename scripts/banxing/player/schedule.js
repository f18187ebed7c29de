// When a practice question that was answered wrong comes back: after 1, 3 and 7 days.
//
// Its place is [step, day]: the step it waits in, and the day it was put there. Wrong at any time: the first step. Right
// at its turn: the next. Right before its turn, as just after reading the explanation: no change. Behind the last: done.
(function (B) {
  'use strict';
  if (B.dayOf) return;
  const WAITS = [1, 3, 7];
  const DAY = 864e5;

  // Days of the reader's calendar, counted; a day of 23 hours is one day too.
  B.dayOf = (date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY;

  // Days until it is due, 0 from then on; Infinity for what waits for nothing.
  B.daysLeft = (place, today = B.dayOf(new Date())) => {
    if (!Array.isArray(place) || !(WAITS[place[0]] > 0) || !Number.isInteger(place[1])) return Infinity;
    const [step, day] = place;
    // Put there in the future: the clock was wrong then and is set right. A day ahead is a journey to another zone.
    return day > today + 1 ? 0 : Math.max(0, day + WAITS[step] - today);
  };

  B.nextPlace = (place, right, today = B.dayOf(new Date())) => {
    if (!right) return [0, today];
    return B.daysLeft(place, today) === 0 ? [place[0] + 1, today] : place;
  };
})(globalThis.Banxing = globalThis.Banxing || {});
