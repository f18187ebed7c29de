// Texts and elements: what every other file builds with. Nothing here runs by itself.
(function (B) {
  'use strict';
  if (B.element) return;

  // `{name}` fields of a text, as Python's str.format fills them.
  B.fill = (template, fields) =>
    template.replace(/\{(\w+)\}/g, (whole, name) => (fields && name in fields ? String(fields[name]) : whole));

  // t('name', {field: value}) over one language's texts.
  B.texts = (texts) => (name, fields) => B.fill(texts[name], fields);

  // Hundredths of a point as people write them: 250 → 2.5.
  B.points = (hundredths) => String(hundredths / 100);

  // element('p', {class: 'x', hidden: true, onclick: run}, 'text', node): text only ever becomes a text node.
  B.element = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (typeof value === 'function') made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, '');
      else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  };

  B.button = (text, run, kind) =>
    B.element('button', {type: 'button', class: 'bx-button' + (kind ? ' bx-button--' + kind : ''), onclick: run}, text);

  // Browsers inside chat programs let nothing be downloaded, and what is begun in one cannot be taken to another.
  B.insideChat = () => /MicroMessenger|wxwork|DingTalk/i.test(navigator.userAgent);

  // Says something in a live region; saying the same again is heard again.
  B.say = (region, text) => {
    region.textContent = '';
    region.textContent = text;
  };

  // Works through a list; a long one in turns, between which the page answers (20 questions are some 20 ms of a slow
  // phone). `later` means the first of them too, and shorter ones: what they make has to be laid out as well. `after`
  // runs behind each turn. Returns what does all that is left at once.
  B.inTurns = (list, each, after, later) => {
    const left = list.slice();
    const most = later ? 5 : 20;
    const turn = (count) => {
      left.splice(0, count).forEach(each);
      after();
      if (left.length) setTimeout(turn, 0, most);
    };
    if (later && left.length > 20) setTimeout(turn, 0, most);
    else turn(20);
    return () => turn(left.length);
  };

  // A word with its sign: never colour alone. The sign is for eyes only.
  B.badge = (kind, text) => {
    const sign = {right: '✓', wrong: '✗', partly: '◐'}[kind];
    return B.element('span', {class: 'bx-badge bx-badge--' + kind},
      B.element('span', {class: 'bx-sign', 'aria-hidden': 'true'}, sign), ' ' + text);
  };
})(globalThis.Banxing = globalThis.Banxing || {});
