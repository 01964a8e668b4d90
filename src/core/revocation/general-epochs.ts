/** The epochs of everybody: one row. See `core/liveness/epochs`. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('general_epochs')
export class GeneralEpochs {
  /** Always true. */
  @PrimaryColumn('boolean')
  id: boolean;

  /** What was issued to users under a lower epoch has ended. */
  @Column('integer')
  users: number;

  /** What was issued by applications under a lower epoch has ended. */
  @Column('integer')
  applications: number;
}
