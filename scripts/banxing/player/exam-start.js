// The first page of an exam: the rules, papers left on this device, who sits it, receipts.
(function (B) {
  'use strict';
  if (B.startView) return;

  // A labelled text field with its own line for what is wrong.
  const field = (name, label, maxlength) => {
    const id = 'bx-exam-' + name;
    const error = B.element('p', {class: 'bx-error', id: id + '-error', role: 'alert'});
    const input = B.element('input', {id, type: 'text', maxlength, autocomplete: 'off', autocapitalize: 'off',
      spellcheck: 'false', 'aria-describedby': id + '-error'});
    return {
      input,
      node: B.element('div', {class: 'bx-entry-field'}, B.element('label', {for: id}, label), input, error),
      complain(text) {
        error.textContent = text;
        if (text) input.setAttribute('aria-invalid', 'true');
        else input.removeAttribute('aria-invalid');
      },
    };
  };

  // The id typed twice, as {nodes, wanted(), faults(known)}: one slip must open nobody else's paper. `known` is the
  // name of what is wrong with the id that both fields agree on.
  const twice = (t, name) => {
    const id = field(name, t('exam_id'), 60);
    const again = field(name + '-again', t('exam_id_again'), 60);
    const wanted = () => B.candidateId(id.input.value);
    return {
      nodes: [id.node, again.node],
      wanted,
      faults(known) {
        const fault = B.idFault(wanted());
        const differs = !fault && B.candidateId(again.input.value) !== wanted();
        const wrong = fault || (differs ? '' : known);
        return [[id, wrong && t(wrong)], [again, differs ? t('exam_id_differs') : '']];
      },
    };
  };

  const complainFirst = (faults) => {
    for (const [entry, text] of faults) entry.complain(text);
    const first = faults.find((fault) => fault[1]);
    if (first) first[0].input.focus();
    return Boolean(first);
  };

  // Named by what its button says: two forms of the page ask for an id.
  const form = (parts, text, submit) =>
    B.element('form', {class: 'bx-entry', novalidate: true, autocomplete: 'off', 'aria-label': text, onsubmit: (event) => {
      event.preventDefault();
      submit();
    }}, ...parts, B.element('button', {type: 'submit', class: 'bx-button bx-button--main'}, text));

  const rules = ({data, t}) => {
    const drawn = data.sections.reduce((sum, section) => {
      const pool = data.pool.filter((question) => question.type === section.type).length;
      return sum + Math.min(section.draw || pool, pool);
    }, 0);
    const size = {count: drawn, points: B.points(data.max), mark: B.points(Math.ceil((data.pass_mark * data.max) / 100))};
    return B.element('ul', {class: 'bx-rules'}, ...[
      t('exam_rule_size', size),
      data.time_limit ? t('exam_rule_time', {minutes: data.time_limit}) : t('exam_rule_no_time'),
      ...(data.time_limit ? [t('exam_rule_clock', {time: B.shownTime(B.isoTime(Date.now()))})] : []),
      t('exam_rule_saved'),
      t('exam_rule_once'),
      t('exam_rule_local'),
      t('exam_rule_identity'),
    ].map((text) => B.element('li', {}, text)));
  };

  const openElsewhere = ({t}) => (B.insideChat() ? [B.element('div', {class: 'bx-left'},
    B.element('p', {}, B.element('strong', {}, t('exam_elsewhere'))),
    B.element('p', {}, t('exam_elsewhere_how')))] : []);

  // Papers begun here and not cleared: the id opens one; nothing of it is shown before.
  const leftPapers = (exam) => {
    const {t, records} = exam;
    const left = records.open();
    if (!left.length) return [];
    const id = twice(t, 'open');
    const open = () => {
      const wanted = id.wanted();
      if (!complainFirst(id.faults(records.read(wanted) ? '' : 'exam_open_wrong'))) exam.soon(() => exam.open(wanted));
    };
    return [B.element('div', {class: 'bx-box bx-left'},
      ...left.map((paper) => B.element('p', {},
        t(paper.done ? 'exam_open_done' : 'exam_open_running', {time: B.shownTime(B.isoTime(paper.started))}))),
      B.element('p', {}, t('exam_open_hint')),
      form(id.nodes, t('exam_open'), open))];
  };

  const entry = (exam) => {
    const {t, records} = exam;
    const id = twice(t, 'id');
    const name = field('name', t('exam_name'), 60);
    const unit = field('unit', t('exam_unit'), 100);
    const begin = () => {
      const wanted = id.wanted();
      const person = B.plainName(name.input.value);
      const wrong = complainFirst([
        // Going on with a paper has a form of its own.
        ...id.faults(records.read(wanted) ? 'exam_id_known' : ''),
        [name, person ? '' : t('exam_name_missing')],
      ]);
      if (!wrong) exam.soon(() => exam.begin({id: wanted, name: person, unit: B.plainName(unit.input.value)}));
    };
    return form([...id.nodes, name.node, unit.node], t('exam_begin'), begin);
  };

  const receipts = ({t, records}) => {
    const kept = records.receipts();
    if (!kept.length) return [];
    return [B.element('details', {class: 'bx-receipts'}, B.element('summary', {}, t('exam_receipts')),
      B.element('ul', {}, ...kept.map((receipt) => B.element('li', {}, B.receiptText(receipt, t)))))];
  };

  B.receiptText = ({title, time, check}, t) => t('exam_receipt', {title, time, check});

  B.startView = (exam) => {
    exam.records.probe();
    const heading = B.element('h2', {tabindex: '-1'}, exam.t('exam_title'));
    return {
      heading,
      node: B.element('section', {class: 'bx-start'}, heading, ...openElsewhere(exam), rules(exam),
        ...leftPapers(exam), entry(exam), ...receipts(exam)),
      update() {},
    };
  };
})(globalThis.Banxing = globalThis.Banxing || {});
