import type { Figures } from '../config/figures';
import type { CodeFigures } from '../../workflows/contracts/codes';

/** The durations and limits that a flow with a code keeps for all its life. */
export function codeFigures(figures: Figures): CodeFigures {
  const { smsCodeLifeMs, mailCodeLifeMs, flowLifeMs, attemptsPerFlow, resendCooldownsMs, resendsPerFlow } =
    figures;
  return { smsCodeLifeMs, mailCodeLifeMs, flowLifeMs, attemptsPerFlow, resendCooldownsMs, resendsPerFlow };
}
