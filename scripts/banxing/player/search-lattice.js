// Pinyin and homophones: what a run of syllables or mistyped characters most likely stands for; the copy of
// search/lattice.py and syllables.py. A place is {char, sound, gap, fixed}, as Place there.
(function (B) {
  'use strict';
  if (B.decode) return;
  const [SEEN, UNSEEN, OFTEN, FIRM, CHANGED, NEAR] = [2, -2, 0.2, 0.5, -3, -0.5];

  // Pinyin written together → its syllables, as few as can be; [] for what is no pinyin.
  B.syllables = (word, known) => {
    const seen = new Map();
    const fewest = (text, before) => {
      if (!text) return [];
      if (seen.has(text)) return seen.get(text);
      let best = null;
      for (let length = Math.min(6, text.length); length > 0; length--) {
        if (!known.has(text.slice(0, length))) continue;
        const rest = fewest(text.slice(length), before + 1);
        if (rest && (!best || rest.length + 1 < best.length)) best = [text.slice(0, length)].concat(rest);
      }
      if (!best && before > 1 && Array.from(known).some((syllable) => syllable.startsWith(text))) best = [];
      seen.set(text, best);
      return best;
    };
    const found = word.split('\'').map((piece) => {
      seen.clear();
      return fewest(piece, 0);
    });
    return found.every(Boolean) ? [].concat(...found) : [];
  };

  const sounds = (index, place) => {
    const others = Object.keys(index.others).filter((char) => index.others[char].includes(place.sound));
    const all = [place.sound].concat(others.map((char) => index.readings.get(char))).filter(Boolean);
    return Array.from(new Set(all.map(B.fold))).sort();
  };

  const keys = (index, left, right) => {
    const found = [];
    for (const a of sounds(index, left)) for (const b of sounds(index, right)) found.push(a + ' ' + b);
    return found;
  };

  const cost = (index, char, sound) => {
    const usual = index.readings.get(char) || '';
    if (usual === sound || (index.others[char] || []).includes(sound)) return 0;
    return B.fold(usual) === B.fold(sound) ? NEAR : null;
  };

  const options = (index, places, number) => {
    const place = places[number];
    const found = new Map();
    if (place.char) found.set(place.char, 0);
    if (place.char && place.fixed) return found;
    for (const [left, at] of [[number - 1, 1], [number, 0]]) {
      if (left < 0 || left + 1 >= places.length) continue;
      for (const key of keys(index, places[left], places[left + 1])) {
        for (const pair of index.bySound.get(key) || []) {
          const price = cost(index, pair[at], place.sound);
          if (price !== null && !found.has(pair[at])) found.set(pair[at], price + (place.char ? CHANGED : 0));
        }
      }
    }
    if (!found.size) found.set('', 0);
    return found;
  };

  const link = (index, left, right, place) => {
    const count = left && right ? index.count(left + right) : 0;
    if (!count) return place.gap ? 0 : UNSEEN;
    return SEEN + OFTEN * Math.log(1 + count) + (index.isFirm(left + right) ? FIRM : 0);
  };

  const better = (a, b) => !b || a.score > b.score || (a.score === b.score && a.text > b.text);

  // The best characters for these places; needs what lies under their sounds.
  B.decode = async (index, places) => {
    await index.need([].concat(...places.slice(1).map((place, i) => keys(index, places[i], place))));
    let best = null;
    places.forEach((place, number) => {
      const next = new Map();
      for (const [char, price] of options(index, places, number)) {
        let chosen = null;
        for (const [last, {score, text}] of best || [['', {score: 0, text: ''}]]) {
          const step = {score: score + price + (best ? link(index, last, char, place) : 0), text: text + char};
          if (better(step, chosen)) chosen = step;
        }
        next.set(char, chosen);
      }
      best = next;
    });
    let chosen = null;
    for (const step of best ? best.values() : []) if (better(step, chosen)) chosen = step;
    return chosen ? chosen.text : '';
  };
})(globalThis.Banxing = globalThis.Banxing || {});
