import { Schema } from 'mongoose';

/** That a flow has made what it makes. It outlives that, so that a retry which comes late makes nothing a second time. */
export interface FlowCreation {
  /** Workflow id of the flow. */
  readonly _id: string;
  readonly expiresAt: Date;
}

export const flowCreationSchema = new Schema<FlowCreation>(
  { _id: { type: String, required: true }, expiresAt: { type: Date, required: true } },
  { collection: 'flowCreations', versionKey: false, strict: 'throw', strictQuery: 'throw' },
);

flowCreationSchema.index({ expiresAt: 1 }, { name: 'flow_creation_expires', expireAfterSeconds: 0 });
