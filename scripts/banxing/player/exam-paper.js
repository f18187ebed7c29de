// The drawn paper: sections in printed order, options in the seed's order, numbers and shown letters.
(function (B) {
  'use strict';
  if (B.buildPaper) return;
  const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

  // Puts the nodes of `letters` in that order; `name(node, shown)` writes the letter a candidate sees.
  const reorder = (parent, letters, find, name) => letters.forEach((letter, i) => {
    const node = find(letter);
    name(node, LETTERS[i]);
    parent.append(node);
  });

  // Authored letters stay the values; what is shown is A, B, … from above.
  const relabel = (item, question, seed) => {
    if (!question.options) return;
    const letters = B.optionOrder(question.options, question.id.split('/').pop(), seed, question.shuffle !== false);
    const list = item.querySelector('.bx-options, .bx-lettered');
    reorder(list, letters, (letter) => list.querySelector('[data-letter="' + letter + '"]'), (node, shown) => {
      node.querySelector('.bx-letter').textContent = shown;
    });
    for (const select of item.querySelectorAll('select')) {
      reorder(select, letters, (letter) => select.querySelector('option[value="' + letter + '"]'), (node, shown) => {
        node.textContent = shown;
      });
    }
  };

  const sectionTitle = (section, count, index, t) =>
    t(count > 1 ? 'exam_section' : 'exam_section_one', {
      index: t('exam_numerals')[index],
      kind: t('exam_kind_' + section.type),
      points: B.points(section.points),
      total: B.points(section.points * count),
    });

  // Its name says of which question; pressed or not is its state, which the star shows too.
  const flagButton = (exam, question, number) => {
    const flag = B.button(' ' + exam.t('exam_flag'), () => exam.flag(question), 'flag');
    flag.prepend(B.element('span', {class: 'bx-sign', 'aria-hidden': 'true'}));
    flag.setAttribute('aria-label', exam.t('exam_flag_of', {number}));
    return flag;
  };

  // One drawn question as a fresh copy, and its parts as [{question, item, page, changed, flag, number}].
  const place = (exam, drawn, number, seed) => {
    const {t} = exam;
    const item = exam.pool.get(drawn.id).cloneNode(true);
    item.tabIndex = -1;
    item.querySelector('.bx-number').textContent = number;
    const parts = exam.data.questions.filter((question) => question.id.split('/')[0] === drawn.id);
    return {item, parts: parts.map((question, i) => {
      const own = parts.length > 1 || question.id !== drawn.id ? item.querySelector('[data-part="' + question.id + '"]') : item;
      relabel(own, question, seed);
      const fieldset = own.querySelector('fieldset');
      const changed = B.element('p', {class: 'bx-changed', hidden: true},
        t(question.type === 'essay' ? 'note_changed_essay' : 'note_changed'));
      fieldset.before(changed);
      if (question.type === 'ordering') fieldset.append(B.element('p', {class: 'bx-hint'}, t('note_once')));
      own.tabIndex = -1;
      const shown = parts.length > 1 ? t('exam_sub_number', {number, sub: i + 1}) : String(number);
      const flag = flagButton(exam, question, shown);
      fieldset.after(flag);
      return {question, item: own, page: item, changed, flag, number: shown};
    })};
  };

  B.showFlag = (part, flagged) => {
    part.flagged = flagged;
    part.flag.setAttribute('aria-pressed', String(flagged));
    part.flag.firstChild.textContent = flagged ? '★' : '☆';
  };

  // Fills `form` with the paper of `seed`; returns {drawn, parts} in shown order.
  B.buildPaper = (exam, form, seed) => {
    const drawn = [];
    const parts = [];
    form.textContent = '';
    B.draw(exam.data, seed).forEach(({section, questions}, index) => {
      const list = B.element('ol', {class: 'bx-items'});
      for (const question of questions) {
        drawn.push(question);
        const placed = place(exam, question, drawn.length, seed);
        parts.push(...placed.parts);
        list.append(placed.item);
      }
      const title = sectionTitle(section, questions.length, index, exam.t);
      form.append(B.element('section', {class: 'bx-section', 'aria-label': title}, B.element('h2', {}, title), list));
    });
    return {drawn, parts};
  };
})(globalThis.Banxing = globalThis.Banxing || {});
