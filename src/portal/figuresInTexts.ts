import type { Figures } from '../config/figures';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

type ToldFigures = Pick<
  Figures,
  | 'auditRetentionMs'
  | 'flowLifeMs'
  | 'knownDeviceLifeMs'
  | 'linkLifeMs'
  | 'passwordMaxLength'
  | 'passwordMinLength'
  | 'sessionLifeMs'
>;

/** Fills in the figures that a text names in braces. The unit is part of the name: hours, days or characters. */
export function withFigures(text: string, figures: ToldFigures): string {
  const told: Readonly<Record<string, number>> = {
    least: figures.passwordMinLength,
    most: figures.passwordMaxLength,
    linkHours: figures.linkLifeMs / hourMs,
    flowHours: figures.flowLifeMs / hourMs,
    sessionHours: figures.sessionLifeMs / hourMs,
    deviceDays: figures.knownDeviceLifeMs / dayMs,
    auditDays: figures.auditRetentionMs / dayMs,
  };
  return text.replace(/\{(?<name>\w+)\}/g, (placeholder, name: string) => String(told[name] ?? placeholder));
}
