/** Tables of this module without a GraphQL type. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A username or email address, unique across both. */
@Entity('login_names')
export class LoginName {
  @PrimaryColumn('text')
  nameKey: string;

  @Column('uuid')
  userId: string;
}
