/** Whether an application can have versions: checked by the mutation and by the `viewerCan…` field. */
import { Refusal } from '../../schema/errors';
import type { Application } from '../application';

export const mayHaveVersions = ({ kind }: Application): Refusal | null =>
  kind === 'MOBILE'
    ? null
    : new Refusal('INVALID_STATE', 'Only a mobile application has versions.', ['input', 'applicationId']);
