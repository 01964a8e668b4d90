/** The filter, the order and the connection of lists of imports. */
import { Field, InputType } from 'type-graphql';
import { ImportStatus } from '../../schema/enums';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Import } from './entity';

export const ImportConnection = connectionOf(() => Import, 'Import', 'imports');
export const ImportOrder = orderOf('Import', { CREATED_AT: 'When the upload began.' });

@InputType({ description: 'Selects imports.' })
export class ImportFilter {
  @Field(() => [ImportStatus], { nullable: true, description: 'With one of these statuses.' })
  status?: ImportStatus[] | null;
}
