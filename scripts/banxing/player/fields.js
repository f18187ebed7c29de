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

  // Writes only what differs, so that typing (and an input method at work) is never disturbed.
  B.writeAnswer = (type, item, value) => {
    if (B.readAnswer(type, item) !== value) writers[kinds[type] || 'letters'](item, value);
  };

  // What of an ordering with gaps states an order: its longest run. `B-CA` → `CA`.
  B.orderingRun = (value) =>
    value.split(NOTHING).reduce((longest, run) => (run.length > longest.length ? run : longest), '');

  // The answer as it is marked and handed in.
  B.finalAnswer = (type, value) => (type === 'ordering' ? B.orderingRun(value) : value);

  // In an ordering each entry has one place: a letter taken elsewhere cannot be chosen. A plain exchange on change
  // would move other answers while somebody steps through a list with the arrow keys.
  const takenOnce = (item) => {
    const selects = controls(item);
    for (const select of selects) {
      for (const option of select.options) {
        option.disabled = option.value !== '' && selects.some((other) => other !== select && other.value === option.value);
      }
    }
  };

  // Shows a stored answer in its question.
  B.showAnswer = (question, item, value) => {
    if (question.type === 'ordering') {
      for (const select of controls(item)) for (const option of select.options) option.disabled = false;
    }
    B.writeAnswer(question.type, item, value);
    if (question.type === 'ordering') takenOnce(item);
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
