"""products and stock by file"""

import sqlalchemy as sa
from alembic import op

import oms.core.db

revision = '0003'
down_revision = '0002'


def upgrade():
    op.create_table('goods_file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('filename', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('arrived_at', oms.core.db.Moment(timezone=True), nullable=False),
    sa.Column('arrived_by', sa.String(), nullable=False),
    sa.Column('started_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('started_by', sa.String(), nullable=True),
    sa.Column('finished_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('steps', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), server_default=sa.text('0'), nullable=False),
    sa.Column('told', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('failed', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goods_file'))
    )
    with op.batch_alter_table('goods_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_goods_file_digest'), ['digest'], unique=False)

    op.create_table('stock_file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('file_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('bin', sa.String(), server_default='', nullable=False),
    sa.Column('started_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('started_by', sa.String(), nullable=True),
    sa.Column('finished_at', oms.core.db.Moment(timezone=True), nullable=True),
    sa.Column('steps', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), server_default=sa.text('0'), nullable=False),
    sa.Column('told', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('failed', sa.JSON(none_as_null=True), nullable=True),
    sa.ForeignKeyConstraint(['file_id'], ['goods_file.id'], name=op.f('fk_stock_file_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stock_file')),
    sa.UniqueConstraint('file_id', name=op.f('uq_stock_file_file_id'))
    )


def downgrade():
    op.drop_table('stock_file')
    with op.batch_alter_table('goods_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_goods_file_digest'))

    op.drop_table('goods_file')
