import { collectionSchema, type DocumentOf, fieldsOf } from './documents';

/** That a flow has made what it makes. It outlives that, so that a retry which comes late makes nothing a second time. */
const flowCreationFields = fieldsOf({
  /** Workflow id of the flow. */
  _id: { type: String, required: true },
  expiresAt: { type: Date, required: true },
});

export type FlowCreation = DocumentOf<typeof flowCreationFields>;

export const flowCreationSchema = collectionSchema('flowCreations', flowCreationFields);

flowCreationSchema.index({ expiresAt: 1 }, { name: 'flow_creation_expires', expireAfterSeconds: 0 });
