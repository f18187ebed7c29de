// What a reader typed → what is looked up; the copy of search/query.py.
(function (B) {
  'use strict';
  if (B.readQuery) return;
  const HAN = '\\u3400-\\u9fff\\uf900-\\ufaff';
  const MAX_QUERY = 60;
  const MENDED = 20;
  const SOFT = new RegExp('几天|多少天|几日|几个月|几年|几次|多长时间|多少钱|多少元|请问|怎么办|怎么样|怎么|怎样|如何|为什么|什么时候|什么|哪些|哪里|哪个|哪|多少|多久|多长|几|是否|是不是|能不能' +
    '|可不可以|要不要|会不会|有没有|该不该|能否|可否|可以吗|找谁|谁|吗|呢|吧', 'g');
  const BEFORE_VERBS = '能不';
  const ARTICLE = /^(\d+)(?:-(\d+))?条$/;
  const PIECE = new RegExp('[a-z][a-z\']*[0-9]*|[' + HAN + ']+|\\s+|[^a-z' + HAN + '\\s]+', 'g');

  // What asks for a kind of page: the first words say nothing more, the others do.
  const ASKED = {
    form: ['模板|模版|范本|样本|样表|表格|空白表|下载|打印|word|docx|wps', '[请报录打分对]表'],
    quiz: ['测验|测试|练习|试题|考题|题目|题库', '面试题|选择题|判断题|简答题|案例题|做题|刷题'],
  };

  const pairsOf = (text) => Array.from({length: Math.max(0, text.length - 1)}, (_, i) => text.slice(i, i + 2));
  B.isHan = (sign) => sign >= '\u3400';

  // Without the words that only make it a question, or say which kind of page is meant.
  const coreOf = (text, kinds) =>
    kinds.reduce((core, kind) => core.replace(new RegExp(ASKED[kind][0], 'g'), ' '), text.replace(SOFT, ' '));

  const kindsOf = (index, text) => Object.keys(ASKED).filter((kind) =>
    new RegExp(ASKED[kind].join('|')).test(text) && index.entries.some((entry) => entry.kind === kind));

  // Words, spaces, marks; letters and digits apart where no text holds them together (xzcf55).
  const piecesOf = async (index, text) => {
    const pieces = text.match(PIECE) || [];
    await index.needTokens(pieces.filter((piece) => /^[a-z]/.test(piece)));
    return [].concat(...pieces.map((piece) => {
      const parted = /^([a-z][a-z']*)([0-9]+)$/.exec(piece);
      return parted && !index.count(piece) ? parted.slice(1) : [piece];
    }));
  };

  const placesOf = async (index, piece) => {
    if (B.isHan(piece[0])) {
      return Array.from(piece, (char) => ({char, sound: index.readings.get(char) || '', gap: false, fixed: true}));
    }
    if (!/^[a-z]/.test(piece)) return [];
    const places = B.syllables(piece, index.syllables).map((sound) => ({char: '', sound, gap: false, fixed: true}));
    const held = index.count(piece);
    if (!places.length || !held) return places;
    // A word of the texts, unless they say what it spells more often.
    const counts = pairsOf(await B.decode(index, places)).map((pair) => index.count(pair));
    return counts.length && Math.min(...counts) > held ? places : [];
  };

  // Latin words that no text holds, as what they spell: pinyin, also beside characters; else initials.
  const fromLatin = async (index, text) => {
    if (!/[a-z]/.test(text)) return text;
    const pieces = await piecesOf(index, text);
    await index.needTokens(pieces.filter((piece) => /^[a-z]/.test(piece)));
    let out = '', raw = '', gap = false, places = [];
    const flush = async () => {
      let found = '', known = false;
      if (places.length > 1 && !places.every((place) => place.char)) {
        found = B.sounding(index, places);
        known = found !== '';
        if (!known) {
          found = await B.decode(index, places);
          known = found.length === places.length && pairsOf(found).some((pair) => index.count(pair));
        }
      }
      if (known) {
        out += found;
      } else {
        for (const piece of raw.match(PIECE) || []) out += await B.ofInitials(index, piece);
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
        out += await B.ofInitials(index, piece);
      }
      gap = false;
    }
    await flush();
    return out;
  };

  const mendedRun = async (index, run) => {
    const pairs = pairsOf(run);
    await index.needTokens(pairs);
    B.allNames(index);
    const firm = pairs.map((pair) => index.isFirm(pair) || index.namePairs.has(pair));
    const right = Array.from(run, (_, i) => firm.slice(Math.max(0, i - 1), i + 1).some(Boolean));
    const sure = right.filter(Boolean).length;
    if (sure === run.length || (run.length > 2 && 2 * sure < run.length) || pairs.every((pair) => index.count(pair))) return run;
    const places = Array.from(run, (char, i) => ({char, sound: index.readings.get(char) || '', gap: false, fixed: right[i]}));
    const found = await B.decode(index, places);
    for (let i = 0; i < run.length; i++) {
      if (run[i] === found[i]) continue;
      const beside = [i - 1, i].filter((j) => j >= 0 && j < found.length - 1);
      const fitting = beside.map((j) => found.slice(j, j + 2));
      const typed = beside.filter((j) => !right[j] && !right[j + 1]).map((j) => index.count(pairs[j]));
      const fits = Math.min(...fitting.map((pair) => index.count(pair))) > MENDED * Math.max(0, ...typed);
      // What stands before any verb proves no slip: 能罚 is not 能发.
      const telling = fitting.filter((pair) => !Array.from(pair).some((char) => char !== found[i] && BEFORE_VERBS.includes(char)));
      if (!fits || !telling.some((pair) => index.isFirm(pair))) return run;
    }
    return found;
  };

  // Characters that no text has where they stand, as those that sound the same and fit there.
  const mended = async (index, text) => {
    for (const [start, run] of B.outsideNumbers(text.replace(SOFT, (found) => ' '.repeat(found.length)))) {
      if (run.length > 1 && !B.abbreviated(index, run)) {
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
    B.allNames(index);
    return bare.length && index.lawNames.some((name) => text.includes(name)) ? bare[0] : '';
  };

  // Pairs that span two words: not known to belong together, or rarer than both pairs that they share a letter with.
  const betweenOf = (index, tokens) => {
    const pairs = tokens.map((token) => token.length === 2 && B.isHan(token));
    return new Set(tokens.filter((token, i) => {
      if (!pairs[i]) return false;
      if (!index.isFirm(token)) return true;
      const [left, right] = [tokens[i - 1], tokens[i + 1]];
      const chained = pairs[i - 1] && pairs[i + 1] && left[1] === token[0] && token[1] === right[0];
      return chained && index.count(token) < Math.min(index.count(left), index.count(right));
    }));
  };

  // Characters that belong to neither neighbour.
  const looseOf = (index, core) => {
    const found = [];
    for (const [, run] of B.outsideNumbers(core)) {
      const firm = pairsOf(run).map((pair) => index.isFirm(pair));
      Array.from(run).forEach((char, i) => {
        if (!firm.slice(Math.max(0, i - 1), i + 1).some(Boolean)) found.push(char);
      });
    }
    return found;
  };

  // What is needed if the query is meant as it is written, which it mostly is: one round of files instead of several.
  const foreseen = (index, plain) => {
    const tokens = B.tokens(plain);
    const article = articleOf(index, plain, new Map(tokens.map((token) => [token, 1])));
    return article ? tokens.concat('#' + article) : tokens;
  };

  // {text, shown, core, kinds, weights: Map, article}; `shown` is '' where what is searched is what was typed.
  B.readQuery = async (index, words) => {
    await index.boot();
    let plain = words.normalize('NFKC').toLowerCase();
    const strange = Array.from(plain).some((sign) => B.isHan(sign) && !index.readings.has(sign));
    if (strange) plain = B.simplify(plain, await index.simplified());
    plain = Array.from(plain.split(/\s+/).filter(Boolean).join(' ')).slice(0, MAX_QUERY).join('');
    await index.needTokens(foreseen(index, plain));
    const text = await mended(index, B.spelled(index, await fromLatin(index, plain)));
    const tokens = B.tokens(text);
    await index.needTokens(tokens);
    const kinds = kindsOf(index, text);
    const core = coreOf(text, kinds);
    const hard = new Set(B.tokens(core));
    const between = betweenOf(index, tokens);
    const weights = new Map();
    for (const token of tokens) {
      if (weights.has(token)) continue;
      weights.set(token, (hard.has(token) ? 1 : index.weights.soft) * (between.has(token) ? index.weights.between : 1));
    }
    for (const char of looseOf(index, core)) if (!weights.has(char)) weights.set(char, index.weights.loose);
    const article = articleOf(index, text, weights);
    if (article) weights.set('#' + article, 1);
    B.beginPostings(index, {weights});
    await index.needTokens(weights.keys());
    return {text, shown: text === plain ? '' : text, core, kinds, weights, article};
  };
})(globalThis.Banxing = globalThis.Banxing || {});
