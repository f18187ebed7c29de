// After handing in: the response as file and as text, its check code, and clearing this device.
(function (B) {
  'use strict';
  if (B.doneView) return;

  const download = (text, name) => {
    const url = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
    const link = B.element('a', {href: url, download: name, hidden: true});
    document.body.append(link);
    link.click();
    link.remove();
    // Some browsers read the blob only after asking where to save.
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  };

  // Plain-http pages have no clipboard API; selecting and copying works there, inside a click.
  const copySelected = (area) => {
    area.focus();
    area.select();
    area.setSelectionRange(0, area.value.length);
    return document.execCommand('copy');
  };

  const copy = (area) => {
    if (!navigator.clipboard || !window.isSecureContext) return Promise.resolve(copySelected(area));
    return navigator.clipboard.writeText(area.value).then(() => true, () => copySelected(area));
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
      download(text, file);
      taken = true;
      B.say(status, t('exam_downloaded', {file}));
    };
    const takeText = () => copy(area).then((copied) => {
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
    const node = B.element('section', {class: 'bx-done'}, heading,
      B.element('p', {}, t('exam_send')),
      B.element('div', {class: 'bx-actions'},
        B.button(t('exam_download'), takeFile, 'main'), B.button(t('exam_copy'), takeText, 'main')),
      B.element('p', {class: 'bx-code'}, t('exam_check') + ' ', B.element('strong', {}, check)),
      B.element('p', {class: 'bx-hint'}, t('exam_check_hint')),
      B.element('label', {for: 'bx-exam-text'}, t('exam_text')), area,
      status,
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
