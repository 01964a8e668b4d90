/** Tables of this module that the schema does not show. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A removed refresh token of a family that lives. */
@Entity('rotated_refresh_tokens')
export class RotatedRefreshToken {
  @PrimaryColumn('uuid')
  tokenId: string;

  @Column('bytea')
  hash: Buffer;

  @Column('uuid')
  familyId: string;
}
