// After handing in: the response as file and as text, its check code, and clearing this device.
(function (B) {
  'use strict';
  if (B.doneView) return;

  // The codes' own script, once.
  const withCodes = (exam) => (B.showCodes ? Promise.resolve() : new Promise((loaded, failed) => {
    document.head.append(B.element('script', {src: exam.root.dataset.codes, onload: loaded, onerror: failed}));
  }));

  // The button that shows and hides the codes, and where they stand.
  const codes = (exam, say) => {
    const {t} = exam;
    const box = B.element('div', {class: 'bx-codes', hidden: true});
    const button = B.button(t('exam_codes'), () => {
      box.hidden = !box.hidden;
      button.setAttribute('aria-expanded', String(!box.hidden));
      if (box.hidden) return;
      withCodes(exam).then(() => B.showCodes(exam, box)).then(say, () => say(t('exam_codes_failed')));
    }, 'main');
    button.setAttribute('aria-expanded', 'false');
    return {box, button};
  };

  B.doneView = (exam) => {
    const {t, record, data} = exam;
    const {text, check, auto} = record.response;
    const file = B.responseFile(data.id, record.candidate.id);
    const heading = B.element('h2', {tabindex: '-1'}, t(auto ? 'exam_time_up' : 'exam_handed_in'));
    const status = B.element('p', {class: 'bx-status', role: 'status'});
    const area = B.element('textarea', {id: 'bx-exam-text', class: 'bx-response', readonly: true, rows: '6', spellcheck: 'false'});
    area.value = text;
    let taken = false;
    const takeFile = () => {
      B.download(text, file);
      taken = true;
      B.say(status, t('exam_downloaded', {file}));
    };
    const takeText = () => B.copyText(area).then((copied) => {
      taken = taken || copied;
      B.say(status, t(copied ? 'exam_copied' : 'exam_copy_failed'));
    });
    const clear = () => {
      if (taken) {
        exam.clear();
        return;
      }
      taken = true;
      B.say(status, t('exam_clear_sure'));
    };
    const chat = B.insideChat();
    const {box, button} = codes(exam, (said) => B.say(status, said));
    const node = B.element('section', {class: 'bx-done'}, heading,
      B.element('p', {}, t(chat ? 'exam_send_chat' : 'exam_send')),
      B.element('div', {class: 'bx-actions'},
        ...(chat ? [] : [B.button(t('exam_download'), takeFile, 'main')]),
        B.button(t('exam_copy'), takeText, 'main'), button),
      status, box,
      B.element('p', {class: 'bx-code'}, t('exam_check') + ' ', B.element('strong', {}, check)),
      B.element('p', {class: 'bx-hint'}, t('exam_check_hint')),
      B.element('label', {for: 'bx-exam-text'}, t('exam_text')), area,
      B.element('div', {class: 'bx-actions'}, B.button(t('exam_clear'), clear)));
    return {heading, node, update() {}};
  };

  B.receiptView = (exam) => {
    const {t} = exam;
    const heading = B.element('h2', {tabindex: '-1'}, t('exam_cleared'));
    const node = B.element('section', {class: 'bx-done'}, heading,
      B.element('p', {class: 'bx-receipt'}, B.receiptText(exam.receipt, t)),
      B.element('div', {class: 'bx-actions'}, B.button(t('exam_next'), () => exam.leave())));
    return {heading, node, update() {}};
  };
})(globalThis.Banxing = globalThis.Banxing || {});
