// What things are called: found by their sound, their initials, or a few of their letters; the copy of search/names.py.
(function (B) {
  'use strict';
  if (B.allNames) return;
  const RUNS = /[\u3400-\u9fff\uf900-\ufaff]+/g;
  const MAX_ABBREVIATION = 6, MIN_SOUND = 4;

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
      index.heard = index.allNames.filter((name) => name.length >= MIN_SOUND)
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

  B.abbreviated = (index, run) =>
    run.length > 1 && run.length <= MAX_ABBREVIATION && B.allNames(index).some((name) => B.leftOut(run, name));

  // A text with the longest name that it only sounds like, at least half right, spelled as it should be.
  B.spelled = (index, text) => {
    B.allNames(index);
    for (const run of (text.match(RUNS) || []).filter((one) => one.length >= MIN_SOUND)) {
      const heard = ' ' + index.sound(run) + ' ';
      for (const [name, sound] of index.heard) {
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

  const begins = (index, word, phrase) => phrase.length >= word.length && Array.from(word).every((letter, i) => {
    const char = phrase[i];
    return [index.readings.get(char) || char].concat(index.others[char] || []).some((said) => said.startsWith(letter));
  });

  // `xzcf` → the name, or else the heading, that these initials begin; the word itself where there is none.
  // A word that the texts hold is taken for a name's initials only where it has three letters or more.
  B.ofInitials = async (index, word) => {
    const held = index.count(word);
    if (!/^[a-z]{2,12}$/.test(word) || (held && word.length < 3)) return word;
    const cited = (name) => (index.citedNames && index.citedNames.get(name)) || 0;
    const sources = [() => B.allNames(index)].concat(held ? [] : [() => index.headings()]);
    for (const phrases of sources) {
      const found = (await phrases()).filter((phrase) => begins(index, word, phrase));
      if (found.length) return found.sort((a, b) => cited(b) - cited(a) || a.length - b.length || (a < b ? -1 : 1))[0];
    }
    return word;
  };
})(globalThis.Banxing = globalThis.Banxing || {});
