// One question a page, or the whole paper on one: the candidate's choice, kept with his paper.
(function (B) {
  'use strict';
  if (B.Pages) return;

  B.Pages = class Pages {
    // `form` holds the paper, `parts` its questions; `finish` places those that are not on it yet. The record keeps
    // `paged`, and in `at` the question that is open.
    constructor(exam, form, parts, finish) {
      const {t} = exam;
      this.exam = exam;
      this.form = form;
      this.finish = finish;
      this.ids = Array.from(new Set(parts.map((part) => part.page)));
      this.switch = B.button('', () => this.turn(), 'quiet');
      this.before = B.button(t('exam_before'), () => this.go(this.index - 1));
      this.after = B.button(t('exam_after'), () => this.go(this.index + 1));
      this.where = B.element('span', {});
      this.node = B.element('nav', {class: 'bx-pages', 'aria-label': t('exam_pages')}, this.before, this.where, this.after);
    }

    get index() {
      return Math.max(0, this.ids.indexOf(this.exam.record.at));
    }

    put(fields) {
      Object.assign(this.exam.record, fields);
      this.exam.save();
    }

    turn() {
      this.put({paged: !this.exam.record.paged});
    }

    go(index) {
      this.finish();
      this.put({at: this.ids[index]});
      this.reach(this.form.querySelector('[data-part="' + this.ids[index] + '"]'));
    }

    // Opens the page of a part and goes there.
    jump(part) {
      this.finish();
      if (this.exam.record.paged) this.put({at: part.page});
      this.reach(part.item);
    }

    reach(item) {
      item.scrollIntoView({block: 'start'});
      item.focus({preventScroll: true});
    }

    update() {
      const {paged} = this.exam.record;
      const {t} = this.exam;
      const {index} = this;
      this.switch.textContent = t(paged ? 'exam_whole' : 'exam_single');
      this.node.hidden = !paged;
      this.where.textContent = t('exam_page', {number: index + 1, total: this.ids.length});
      this.before.disabled = index === 0;
      this.after.disabled = index === this.ids.length - 1;
      this.form.classList.toggle('bx-paged', Boolean(paged));
      // By class: a print shows the whole paper all the same.
      for (const section of this.form.querySelectorAll('.bx-section')) {
        let holds = false;
        for (const item of section.querySelectorAll('.bx-items > [data-part]')) {
          const open = item.dataset.part === this.ids[index];
          item.classList.toggle('bx-off', Boolean(paged) && !open);
          holds = holds || open;
        }
        section.classList.toggle('bx-off', Boolean(paged) && !holds);
      }
    }
  };
})(globalThis.Banxing = globalThis.Banxing || {});
