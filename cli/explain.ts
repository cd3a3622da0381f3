// `dimwright explain RULE`: what a rule says, with examples that break and keep it, from the specification itself.
import { Command } from 'commander';
import { OPERATORS, operatorNamed } from '../runtime/operators/index.ts';
import { UsageError } from './failure.ts';
import { allRules, ruleHelp } from './rule-help.ts';

export function explainCommand(): Command {
  return new Command('explain')
    .description('explain a rule, such as Conv/channels')
    .argument('[rule]', 'Operator/check, or an operator for all of its rules; without it the rules are listed')
    .action((rule: string | undefined) => { process.stdout.write(rule === undefined ? listed() : explained(rule)); });
}

function listed(): string {
  return allRules(OPERATORS).map((rule) => `${rule}: ${ruleHelp(rule)!.summary}\n`).join('');
}

function explained(rule: string): string {
  const all = allRules(OPERATORS);
  const wanted = all.find((id) => id.toLowerCase() === rule.toLowerCase()) ?? rule;
  const help = ruleHelp(wanted);
  if (help) return help.help;
  const ofOperator = all.filter((id) => id.split('/')[0]!.toLowerCase() === rule.toLowerCase());
  if (ofOperator.length > 0) return ofOperator.map((id) => ruleHelp(id)!.help).join('\n');
  const operator = operatorNamed(rule.split('/')[0]!);
  throw new UsageError(operator ? `${operator.name} has no rule ${rule}; it has ${Object.keys(operator.checks).join(', ')}` : `there is no rule ${rule}; \`dimwright explain\` lists all`);
}
