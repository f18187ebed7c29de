// The end of a practice quiz: how far one is, then the result with what to study again.
(function (B) {
  'use strict';
  if (B.Summary) return;

  // An objective to be studied again links to the section that teaches it.
  const sentence = ({text, href, section}, again) =>
    (again && section ? B.element('a', {href: href + '#' + section}, text) : text);

  const row = (objective, known, t) =>
    B.element('tr', {},
      B.element('th', {scope: 'row'}, known ? sentence(known, objective.score < objective.max) : t('practice_no_objective')),
      B.element('td', {},
        B.element('b', {}, B.percent(objective.score, objective.max) + '%'), ' ',
        B.element('small', {}, B.points(objective.score) + '/' + B.points(objective.max))));

  // A module's name over its objectives: a link once any of them is to be studied again.
  const head = ({href, module}, again, t) => {
    const name = again ? B.element('a', {class: 'bx-review', href}, t('practice_review', {module})) : module;
    return B.element('tr', {}, B.element('th', {scope: 'rowgroup', colspan: '2'}, B.element('b', {}, name)));
  };

  // One <tbody> a module, in the order of the questions; behind them what belongs to no objective.
  const groups = (objectives, data, t) => {
    const modules = new Map();
    for (const objective of objectives) {
      const known = (data.objectives || {})[objective.id];
      const name = known ? known.href : '';
      if (!modules.has(name)) modules.set(name, {known, again: false, rows: []});
      const group = modules.get(name);
      group.again = group.again || objective.score < objective.max;
      group.rows.push(row(objective, known, t));
    }
    return Array.from(modules.values()).sort((a, b) => !a.known - !b.known)
      .map(({known, again, rows}) => B.element('tbody', {}, ...(known ? [head(known, again, t)] : []), ...rows));
  };

  // `actions` are {result, wrongOnly, showAll, allAgain}.
  B.Summary = class Summary {
    constructor(data, actions) {
      this.data = data;
      this.t = B.texts(data.texts);
      this.progress = B.element('p', {});
      this.showAll = B.button(this.t('practice_show_all'), actions.showAll);
      this.ask = B.button(this.t('practice_result'), actions.result);
      this.heading = B.element('h2', {tabindex: '-1'}, this.t('practice_result_title'));
      this.status = B.element('div', {role: 'status'});
      this.table = B.element('table', {class: 'bx-table'},
        B.element('thead', {}, B.element('tr', {}, B.element('th', {scope: 'col'}, this.t('practice_objective')),
          B.element('th', {scope: 'col'}, this.t('practice_share')))));
      this.wrongOnly = B.button(this.t('practice_wrong_only'), actions.wrongOnly, 'main');
      this.outcome = B.element('section', {class: 'bx-outcome', hidden: true, 'aria-label': this.t('practice_result_title')},
        this.heading, this.status,
        this.table,
        B.element('div', {class: 'bx-actions'}, this.wrongOnly, B.button(this.t('practice_all_again'), actions.allAgain)));
      this.foot = B.element('div', {class: 'bx-foot'}, this.progress, this.showAll, this.ask);
      this.node = B.element('div', {class: 'bx-summary'}, this.foot, this.outcome);
    }

    // `answers` are the checked ones, part id → answer; `isPart` while only the wrong ones are shown.
    render(answers, isOpen, isPart) {
      const counted = this.data.questions.filter((question) => question.type !== 'essay');
      const done = counted.filter((question) => answers[question.id]).length;
      const total = counted.length;
      this.node.hidden = !total;
      this.progress.textContent = this.t(done === total ? 'practice_all_done' : 'practice_progress', {done, total});
      this.ask.classList.toggle('bx-button--main', done === total);
      this.showAll.hidden = !isPart;
      this.foot.hidden = isOpen;
      if (isOpen) this.fill(B.tally(this.data.questions, answers, this.data.pass_mark));
      this.outcome.hidden = !isOpen;
    }

    fill(result) {
      const t = this.t;
      const lines = [
        B.element('p', {class: 'bx-score'},
          t('practice_score', {score: B.points(result.score), max: B.points(result.max), percent: result.percent})),
        B.element('p', {}, B.badge(result.passed ? 'right' : 'wrong',
          t(result.passed ? 'practice_passed' : 'practice_failed', {mark: this.data.pass_mark}))),
      ];
      if (result.unanswered) lines.push(B.element('p', {}, t('practice_unanswered', {count: result.unanswered})));
      this.status.textContent = '';
      this.status.append(...lines);
      for (const body of Array.from(this.table.tBodies)) body.remove();
      this.table.append(...groups(result.objectives, this.data, t));
      this.wrongOnly.hidden = result.score === result.max;
    }
  };
})(globalThis.Banxing = globalThis.Banxing || {});
