// Answers by canonical text, so that a claim that many paths and many layers repeat is decided once. Bounded: the
// answer that was not used for the longest time goes first.

export interface Cache<Answer> {
  get(key: string): Answer | undefined;
  set(key: string, answer: Answer): void;
  readonly hits: number;
  readonly size: number;
}

export function makeCache<Answer>(limit = 20_000): Cache<Answer> {
  const answers = new Map<string, Answer>();
  let hits = 0;
  return {
    get(key) {
      const answer = answers.get(key);
      if (answer === undefined) return undefined;
      hits++;
      answers.delete(key);
      answers.set(key, answer);
      return answer;
    },
    set(key, answer) {
      answers.delete(key);
      answers.set(key, answer);
      if (answers.size <= limit) return;
      const [oldest] = answers.keys();
      if (oldest !== undefined) answers.delete(oldest);
    },
    get hits() {
      return hits;
    },
    get size() {
      return answers.size;
    },
  };
}
