// `dimwright explain RULE`: what a rule says, with examples that break and keep it, from the specification itself.
import { Command } from 'commander';
import { OPERATORS, operatorNamed } from '../runtime/operators/index.ts';
import { SIGNATURE_CHECKS } from '../runtime/spec/settle.ts';
import { UsageError } from './failure.ts';
import { rulePage } from './rule-page.ts';

export function explainCommand(): Command {
  return new Command('explain')
    .description('explain a rule, such as Conv/channels')
    .argument('[rule]', 'Operator/check; without it all rules are listed')
    .action((rule: string | undefined) => { process.stdout.write(rule === undefined ? listed() : explained(rule)); });
}

function listed(): string {
  return OPERATORS.flatMap((operator) => Object.entries(operator.checks).map(([check, sentence]) => `${operator.name}/${check}: ${sentence}\n`)).join('');
}

function explained(rule: string): string {
  const [name = '', check = ''] = rule.split('/');
  const operator = operatorNamed(name) ?? OPERATORS.find((o) => o.name.toLowerCase() === name.toLowerCase());
  if (!operator) throw new UsageError(`there is no rule ${rule}; \`dimwright explain\` lists all`);
  const known = [...Object.keys(operator.checks), ...Object.keys(SIGNATURE_CHECKS)];
  if (check === '') return Object.keys(operator.checks).map((c) => rulePage(operator, c)).join('\n');
  if (!known.includes(check)) throw new UsageError(`${operator.name} has no check ${check}; it has ${known.join(', ')}`);
  return rulePage(operator, check);
}
