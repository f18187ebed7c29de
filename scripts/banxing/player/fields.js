// A question's controls ↔ its answer in authored letters (the forms are listed in marking.js).
(function (B) {
  'use strict';
  if (B.readAnswer) return;
  const NOTHING = '-';
  const SEPARATOR = '\x1f';

  // Control characters and halves of surrogate pairs (a cut at maxlength) would not survive JSON and UTF-8.
  B.cleanText = (text) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '').replace(/[\ud800-\udfff]/gu, '\ufffd');

  const controls = (item) => Array.from(item.querySelectorAll('fieldset input, fieldset select, fieldset textarea'));
  B.controls = controls;

  const readers = {
    letters: (item) => controls(item).filter((box) => box.checked).map((box) => box.value).sort().join(''),
    selects: (item) => {
      const letters = controls(item).map((select) => select.value || NOTHING);
      return letters.some((letter) => letter !== NOTHING) ? letters.join('') : '';
    },
    blanks: (item) => {
      const texts = controls(item).map((field) => B.cleanText(field.value).replace(/[\t\n]/g, ' '));
      return texts.some((text) => text.trim()) ? texts.join(SEPARATOR) : '';
    },
    text: (item) => {
      const text = B.cleanText(controls(item)[0].value);
      return text.trim() ? text : '';
    },
  };
  const writers = {
    letters: (item, value) => controls(item).forEach((box) => { box.checked = value.includes(box.value); }),
    selects: (item, value) => controls(item).forEach((select, i) => {
      select.value = value[i] && value[i] !== NOTHING ? value[i] : '';
    }),
    blanks: (item, value) => {
      const texts = value.split(SEPARATOR);
      controls(item).forEach((field, i) => { field.value = texts[i] || ''; });
    },
    text: (item, value) => { controls(item)[0].value = value; },
  };
  const kinds = {fill_blank: 'blanks', ordering: 'selects', matching: 'selects', essay: 'text'};

  B.readAnswer = (type, item) => readers[kinds[type] || 'letters'](item);

  // Writes only what differs, so that typing (and an input method at work) is never disturbed; whether anything did.
  B.writeAnswer = (type, item, value) => {
    const differs = B.readAnswer(type, item) !== value;
    if (differs) writers[kinds[type] || 'letters'](item, value);
    return differs;
  };

  // What of an ordering with gaps states an order: its longest run. `B-CA` → `CA`.
  B.orderingRun = (value) =>
    value.split(NOTHING).reduce((longest, run) => (run.length > longest.length ? run : longest), '');

  // The answer as it is marked and handed in.
  B.finalAnswer = (type, value) => (type === 'ordering' ? B.orderingRun(value) : value);

  // In an ordering each entry has one place: who chooses a letter that is taken makes the two change places. What counts
  // is how they stood when he came to the list, since the arrow keys pass letters he does not mean. `value` is the
  // answer before; `say` hears of an exchange as {letter, place, other, from}, as the candidate sees letters.
  const visits = new WeakMap();
  B.chooseOnce = (item, select, value, say) => {
    const selects = controls(item);
    const last = visits.get(item);
    const stays = last && last.select === select && last.left === value;
    const came = stays ? last.came : selects.map((_, i) => value[i] || NOTHING);
    const here = selects.indexOf(select);
    const there = came.indexOf(select.value);
    const letters = came.slice();
    letters[here] = select.value || NOTHING;
    if (there >= 0 && there !== here) letters[there] = came[here];
    writers.selects(item, letters);
    visits.set(item, {select, came, left: readers.selects(item)});
    select.addEventListener('blur', () => visits.delete(item), {once: true});
    const shown = (i) => (selects[i].value ? selects[i].selectedOptions[0].textContent : '');
    say(letters[there] === came[there] ? null : {letter: shown(here), place: here + 1, from: there + 1, other: shown(there)});
  };

  // What an ordering says under its lists: how to go about it, or the exchange that was just made.
  B.onceHint = (t) => B.element('p', {class: 'bx-hint', role: 'status', 'data-usual': t('note_once')}, t('note_once'));

  // No exchange is spoken of any more.
  B.quietHint = (item) => {
    const hint = item.querySelector('.bx-hint[data-usual]');
    if (hint && hint.textContent !== hint.dataset.usual) hint.textContent = hint.dataset.usual;
  };

  // Takes what was just typed or chosen in a question; `value` is the answer before.
  B.takeAnswer = (question, item, control, value, t) => {
    if (question.type === 'ordering') {
      B.chooseOnce(item, control, value, (exchange) => {
        if (exchange) B.say(item.querySelector('.bx-hint'), t(exchange.other ? 'note_exchanged' : 'note_moved', exchange));
        else B.quietHint(item);
      });
    }
    return B.readAnswer(question.type, item);
  };

  // Shows a stored answer in its question.
  B.showAnswer = (question, item, value) => {
    if (B.writeAnswer(question.type, item, value)) B.quietHint(item);
    for (const label of item.querySelectorAll('fieldset .bx-option')) {
      label.classList.toggle('bx-chosen', label.querySelector('input').checked);
    }
  };

  // Part id → its <li>, over what stands in `form`.
  B.partItems = (form) => {
    const items = new Map();
    for (const item of form.querySelectorAll('[data-part]')) items.set(item.dataset.part, item);
    return items;
  };

  B.partOf = (target) => {
    const item = target.closest('[data-part]');
    return item ? item.dataset.part : '';
  };
})(globalThis.Banxing = globalThis.Banxing || {});
