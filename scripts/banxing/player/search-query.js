// What a reader typed → what is looked up; the copy of search/query.py, lattice.py, names.py and syllables.py.
(function (B) {
  'use strict';
  if (B.readQuery) return;
  const HAN = '\\u3400-\\u9fff\\uf900-\\ufaff';
  const MAX_QUERY = 60;
  const SOFT = new RegExp('请问|怎么办|怎么样|怎么|怎样|如何|为什么|什么时候|什么|哪些|哪里|哪个|哪|多少|多久|多长|几|是否|是不是|能不能' +
    '|可不可以|要不要|会不会|有没有|该不该|能否|可否|可以吗|行吗|吗|呢|吧', 'g');
  const ARTICLE = /^(\d+)(?:-(\d+))?条$/;
  const PIECE = new RegExp('[a-z][a-z\']*[0-9]*|[' + HAN + ']+|\\s+|[^a-z' + HAN + '\\s]+', 'g');
  const RUNS = new RegExp('[' + HAN + ']+', 'g');
  const [SEEN, UNSEEN, OFTEN, CHANGED, NEAR] = [2, -2, 0.2, -3, -0.5];
  const MAX_ABBREVIATION = 6, MIN_SOUND = 4;

  const pairsOf = (text) => Array.from({length: Math.max(0, text.length - 1)}, (_, i) => text.slice(i, i + 2));
  B.isHan = (sign) => sign >= '\u3400';
  B.soften = (text) => text.replace(SOFT, ' ');

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

  // --- pinyin and homophones: what a run of syllables or mistyped characters most likely stands for ------------------

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
    return SEEN + OFTEN * Math.log(1 + count);
  };

  const better = (a, b) => !b || a.score > b.score || (a.score === b.score && a.text > b.text);

  // The best characters for these places; needs what lies under their sounds.
  const decode = async (index, places) => {
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

  // --- names --------------------------------------------------------------------------------------------------------

  // Longest first.
  const allNames = (index) => {
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

  const abbreviated = (index, run) =>
    run.length > 1 && run.length <= MAX_ABBREVIATION && allNames(index).some((name) => B.leftOut(run, name));

  // A text with the longest name that it only sounds like, at least half right, spelled as it should be.
  const spelled = (index, text) => {
    allNames(index);
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
  const ofInitials = async (index, word) => {
    const held = index.count(word);
    if (!/^[a-z]{2,12}$/.test(word) || (held && word.length < 3)) return word;
    const cited = (name) => (index.citedNames && index.citedNames.get(name)) || 0;
    const sources = [() => allNames(index)].concat(held ? [] : [() => index.headings()]);
    for (const phrases of sources) {
      const found = (await phrases()).filter((phrase) => begins(index, word, phrase));
      if (found.length) return found.sort((a, b) => cited(b) - cited(a) || a.length - b.length || (a < b ? -1 : 1))[0];
    }
    return word;
  };

  // --- reading a query ----------------------------------------------------------------------------------------------

  const placesOf = async (index, piece) => {
    if (B.isHan(piece[0])) {
      return Array.from(piece, (char) => ({char, sound: index.readings.get(char) || '', gap: false, fixed: true}));
    }
    if (!/^[a-z]/.test(piece)) return [];
    const places = B.syllables(piece, index.syllables).map((sound) => ({char: '', sound, gap: false, fixed: true}));
    const held = index.count(piece);
    if (!places.length || !held) return places;
    // A word of the texts, unless they say what it spells more often.
    const counts = pairsOf(await decode(index, places)).map((pair) => index.count(pair));
    return counts.length && Math.min(...counts) > held ? places : [];
  };

  // Latin words that no text holds, as what they spell: pinyin, also beside characters; else initials.
  const fromLatin = async (index, text) => {
    if (!/[a-z]/.test(text)) return text;
    const pieces = text.match(PIECE) || [];
    await index.needTokens(pieces.filter((piece) => /^[a-z]/.test(piece)));
    let out = '', raw = '', gap = false, places = [];
    const flush = async () => {
      let found = '';
      if (places.length > 1 && !places.every((place) => place.char)) found = await decode(index, places);
      if (found.length === places.length && pairsOf(found).some((pair) => index.count(pair))) {
        out += found;
      } else {
        for (const piece of raw.match(PIECE) || []) out += await ofInitials(index, piece);
      }
      [places, raw] = [[], ''];
    };
    for (const piece of pieces) {
      const found = await placesOf(index, piece);
      if (/^\s/.test(piece)) {
        gap = true;
        raw += piece;
        continue;
      }
      if (found.length) {
        found[0].gap = gap && places.length > 0;
        places.push(...found);
        raw += piece;
      } else {
        await flush();
        out += await ofInitials(index, piece);
      }
      gap = false;
    }
    await flush();
    return out;
  };

  const mendedRun = async (index, run) => {
    const pairs = pairsOf(run);
    await index.needTokens(pairs);
    const firm = pairs.map((pair) => index.isFirm(pair));
    const right = Array.from(run, (_, i) => firm.slice(Math.max(0, i - 1), i + 1).some(Boolean));
    const sure = right.filter(Boolean).length;
    if (sure === run.length || (run.length > 2 && 2 * sure < run.length) || pairs.every((pair) => index.count(pair))) return run;
    const places = Array.from(run, (char, i) => ({char, sound: index.readings.get(char) || '', gap: false, fixed: right[i]}));
    const found = await decode(index, places);
    for (let i = 0; i < run.length; i++) {
      if (run[i] === found[i]) continue;
      const beside = [i - 1, i].filter((j) => j >= 0 && j < found.length - 1).map((j) => found.slice(j, j + 2));
      if (!beside.every((pair) => index.count(pair)) || !beside.some((pair) => index.isFirm(pair))) return run;
    }
    return found;
  };

  // Characters that no text has where they stand, as those that sound the same and fit there.
  const mended = async (index, text) => {
    for (const [start, run] of B.outsideNumbers(text.replace(SOFT, (found) => ' '.repeat(found.length)))) {
      if (run.length > 1 && !abbreviated(index, run)) {
        text = text.slice(0, start) + await mendedRun(index, run) + text.slice(start + run.length);
      }
    }
    return text;
  };

  const articleOf = (index, text, weights) => {
    const numbered = Array.from(weights.keys()).map((token) => ARTICLE.exec(token)).filter(Boolean);
    if (numbered.length) {
      const [, main, more] = numbered[numbered.length - 1];
      return more ? main + '-' + more : main;
    }
    const bare = Array.from(weights.keys()).filter((token) => /^\d{1,3}$/.test(token));
    allNames(index);
    return bare.length && index.lawNames.some((name) => text.includes(name)) ? bare[0] : '';
  };

  // Characters that belong to neither neighbour.
  const looseOf = (index, text) => {
    const found = [];
    for (const [, run] of B.outsideNumbers(B.soften(text))) {
      const firm = pairsOf(run).map((pair) => index.isFirm(pair));
      Array.from(run).forEach((char, i) => {
        if (!firm.slice(Math.max(0, i - 1), i + 1).some(Boolean)) found.push(char);
      });
    }
    return found;
  };

  // {text, shown, weights: Map, article}; `shown` is '' where what is searched is what was typed.
  B.readQuery = async (index, words) => {
    await index.boot();
    let plain = words.normalize('NFKC').toLowerCase();
    const strange = Array.from(plain).some((sign) => B.isHan(sign) && !index.readings.has(sign));
    if (strange) plain = B.simplify(plain, await index.simplified());
    plain = Array.from(plain.split(/\s+/).filter(Boolean).join(' ')).slice(0, MAX_QUERY).join('');
    const text = await mended(index, spelled(index, await fromLatin(index, plain)));
    const tokens = B.tokens(text);
    await index.needTokens(tokens);
    const hard = new Set(B.tokens(B.soften(text)));
    const weights = new Map();
    for (const token of tokens) {
      if (weights.has(token)) continue;
      const between = token.length === 2 && B.isHan(token) && !index.isFirm(token) ? index.weights.between : 1;
      weights.set(token, (hard.has(token) ? 1 : index.weights.soft) * between);
    }
    for (const char of looseOf(index, text)) if (!weights.has(char)) weights.set(char, index.weights.loose);
    const article = articleOf(index, text, weights);
    if (article) weights.set('#' + article, 1);
    await index.needTokens(weights.keys());
    return {text, shown: text === plain ? '' : text, weights, article};
  };
})(globalThis.Banxing = globalThis.Banxing || {});
