// What things are called: found by their sound, their initials, or a few of their letters; the copy of search/names.py.
(function (B) {
  'use strict';
  if (B.allNames) return;
  const RUNS = /[\u3400-\u9fff\uf900-\ufaff]+/g;
  const MAX_ABBREVIATION = 6, MIN_SOUND = 4, MIN_INSIDE = 3;

  // Whether one is the other with letters left out: 消保法 for 消费者权益保护法.
  B.leftOut = (short, name) => {
    if (short[0] !== name[0]) return false;
    let at = 0;
    for (const letter of short) {
      at = name.indexOf(letter, at) + 1;
      if (!at) return false;
    }
    return true;
  };

  // Longest first.
  B.allNames = (index) => {
    if (!index.allNames) {
      const names = new Set([].concat(...index.entries.map((entry) => entry.names)));
      index.allNames = Array.from(names).filter(Boolean).sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
      index.namePairs = new Set();
      index.namesBySound = new Map();
      for (const name of index.allNames) {
        for (let i = 0; i + 1 < name.length; i++) index.namePairs.add(name.slice(i, i + 2));
        const sound = index.sound(name);
        if (sound) index.namesBySound.set(sound, (index.namesBySound.get(sound) || []).concat(name));
      }
      index.spoken = index.allNames.filter((name) => name.length >= MIN_SOUND)
        .map((name) => [name, index.sound(name)]).filter(([, sound]) => sound);
      index.citedNames = new Map();
      for (const entry of index.entries) {
        for (const name of entry.names) index.citedNames.set(name, Math.max(entry.cited, index.citedNames.get(name) || 0));
      }
      const lawful = index.entries.filter((entry) => entry.kind === 'law' || entry.kind === 'page');
      index.lawNames = [].concat(...lawful.map((entry) => entry.names)).filter((name) => name.length > 2);
    }
    return index.allNames;
  };

  // Whether a run is a name with letters left out; or two of a name's letters, close together.
  B.abbreviated = (index, run) => {
    const names = B.allNames(index);
    const apart = new RegExp(run[0] + '.{1,2}' + run[run.length - 1]);
    if (run.length === 2 && names.some((name) => apart.test(name))) return true;
    return run.length > 1 && run.length <= MAX_ABBREVIATION && names.some((name) => B.leftOut(run, name));
  };

  const mostNamed = (index, a, b) => (index.citedNames.get(b) || 0) - (index.citedNames.get(a) || 0);
  const inOrder = (a, b) => (a < b ? -1 : 1);

  // The most named name of these syllables, all of which were typed as letters; else ''.
  B.sounding = (index, places) => {
    if (places.some((place) => place.char)) return '';
    B.allNames(index);
    const found = index.namesBySound.get(places.map((place) => B.fold(place.sound)).join(' ')) || [];
    const said = (char, {sound}) => index.readings.get(char) === sound || (index.others[char] || []).includes(sound);
    const exact = found.filter((name) => places.every((place, i) => said(name[i], place)));
    return (exact.length ? exact : found).slice().sort((a, b) => mostNamed(index, a, b) || inOrder(a, b))[0] || '';
  };

  // A text with the longest name that it only sounds like, at least half right, spelled as it should be.
  B.spelled = (index, text) => {
    B.allNames(index);
    for (const run of (text.match(RUNS) || []).filter((one) => one.length >= MIN_SOUND)) {
      const heard = ' ' + index.sound(run) + ' ';
      for (const [name, sound] of index.spoken) {
        const at = heard.indexOf(' ' + sound + ' ');
        if (at < 0) continue;
        const start = heard.slice(0, at).split(' ').length - 1;
        const said = run.slice(start, start + name.length);
        if (said === name) break;
        const same = Array.from(said).filter((char, i) => char === name[i]).length;
        if (2 * same >= name.length) return text.replace(said, name);
      }
    }
    return text;
  };

  const begins = (index, word, phrase, start) => {
    for (let i = 0; i < word.length; i++) {
      if (start + i >= phrase.length || !index.begins(word[i], phrase[start + i])) return false;
    }
    return true;
  };

  // The words inside phrases that oftenest have these initials.
  const inside = (index, word, phrases) => {
    const counts = new Map();
    for (const phrase of phrases) {
      for (let start = 1; start + word.length <= phrase.length; start++) {
        if (!begins(index, word, phrase, start)) continue;
        const piece = phrase.slice(start, start + word.length);
        counts.set(piece, (counts.get(piece) || 0) + 1);
      }
    }
    const [best] = Array.from(counts).sort((a, b) => b[1] - a[1] || inOrder(a[0], b[0]));
    return best ? best[0] : word;
  };

  // `xzcf` → the name, or else the heading, that these initials begin; or else words inside them; or the word itself.
  // A word that the texts hold is taken for a name's initials only where it has three letters or more.
  B.ofInitials = async (index, word) => {
    const held = index.count(word);
    if (!/^[a-z]{2,12}$/.test(word) || (held && word.length < 3)) return word;
    const best = (phrases) => phrases.filter((phrase) => begins(index, word, phrase, 0))
      .sort((a, b) => mostNamed(index, a, b) || a.length - b.length || inOrder(a, b))[0];
    const name = best(B.allNames(index));
    if (name || held) return name || word;
    const headings = await index.headingsWith(word.slice(0, 2));
    const heading = best(headings);
    if (heading || word.length < MIN_INSIDE) return heading || word;
    return inside(index, word, B.allNames(index).concat(headings));
  };
})(globalThis.Banxing = globalThis.Banxing || {});
