/** Tables of this module that the schema does not show. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A username or an address in the one namespace of names. */
@Entity('login_names')
export class LoginName {
  @PrimaryColumn('text')
  nameKey: string;

  @Column('uuid')
  userId: string;
}
