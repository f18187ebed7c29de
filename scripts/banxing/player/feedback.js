// What a checked practice question shows: which options are right, what was chosen, what each blank earned.
(function (B) {
  'use strict';
  if (B.showFeedback) return;

  const options = (question, item, value, t) => {
    for (const label of item.querySelectorAll('fieldset .bx-option')) {
      const right = question.answer.includes(label.dataset.letter);
      const chosen = value.includes(label.dataset.letter);
      if (!right && !chosen) continue;
      label.classList.add(right ? 'bx-is-right' : 'bx-is-wrong');
      label.append(B.badge(right ? 'right' : 'wrong',
        t(right ? (chosen ? 'practice_right' : 'practice_missed') : 'practice_wrong')));
    }
  };

  const selects = (question, item, value, t) => {
    B.controls(item).forEach((select, i) => {
      const letter = question.answer[i];
      const right = select.value === letter;
      select.closest('label').append(
        B.badge(right ? 'right' : 'wrong', right ? t('practice_right') : t('practice_should', {letter})));
    });
  };

  const blanks = (question, item, value, t) => {
    const fitting = B.fittingBlanks(question, value);
    B.controls(item).forEach((field, i) => {
      field.after(B.badge(fitting[i] ? 'right' : 'wrong', t(fitting[i] ? 'practice_right' : 'practice_wrong')));
    });
  };

  const kinds = {fill_blank: blanks, ordering: selects, matching: selects, essay: () => {}};

  B.showFeedback = (question, item, value, t) => {
    B.hideFeedback(item);
    (kinds[question.type] || options)(question, item, value, t);
    for (const line of item.querySelectorAll('.bx-feedback')) line.hidden = !value.includes(line.dataset.letter);
  };

  B.hideFeedback = (item) => {
    for (const badge of item.querySelectorAll('fieldset .bx-badge')) badge.remove();
    for (const label of item.querySelectorAll('fieldset .bx-option')) {
      label.classList.remove('bx-is-right', 'bx-is-wrong');
    }
  };

  // The line under a checked question.
  B.verdict = (question, marks, t) => {
    if (marks === null) return [t('practice_self')];
    const kind = marks === question.points ? 'right' : marks ? 'partly' : 'wrong';
    const points = t('practice_got', {points: B.points(marks), max: B.points(question.points)});
    return [B.badge(kind, t('practice_' + kind)), ' ', B.element('span', {}, points)];
  };
})(globalThis.Banxing = globalThis.Banxing || {});
