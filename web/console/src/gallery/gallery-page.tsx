import { Button } from 'antd'
import { useState } from 'react'
import { api, useCommand, type Command } from '@staff/api'
import {
  ApprovalDialog,
  Avatar,
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  DayText,
  EmptyState,
  Facts,
  InstantText,
  KeyHint,
  MoneyField,
  MoneyInput,
  MoneyText,
  Page,
  PhoneField,
  PhoneInput,
  ReasonField,
  RefusalText,
  Section,
  SelectField,
  StatCard,
  StatusTag,
  SubmitButton,
  SwitchField,
  TextField,
  TierBadge,
  Timeline,
  useNotice,
  WholeNumberField,
  type Tone,
} from '@staff/ui'
import { GalleryList } from './gallery-list.tsx'

const tones: Tone[] = ['plain', 'good', 'warn', 'bad', 'info', 'primary']

/** A command that the server does not know: shows what forms do with a refusal and with a lost line. */
type GalleryCommand = Command<Record<string, unknown>, unknown>

/** Every part of the kit, as it looks and behaves. Development only, so its words are not translated. */
export function GalleryPage() {
  const [cents, setCents] = useState<number | null>(12_850)
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  const [isDialogOpen, setDialogOpen] = useState(false)
  const notice = useNotice()
  const command = useCommand(api.setupCreate, { changes: [] }) as unknown as GalleryCommand

  return (
    <Page
      title="组件一览"
      badge={<TierBadge name="金卡" level={3} />}
      lead="每个部件的样子与行为"
      crumbs={[{ label: '首页', path: '/' }]}
      back="/"
      actions={
        <>
          <Button onClick={() => notice.done('已保存')}>提示</Button>
          <Button onClick={() => setDialogOpen(true)}>授权</Button>
          <Button type="primary" onClick={() => setDrawerOpen(true)}>
            确认抽屉
          </Button>
        </>
      }
    >
      <div className="rg-stats">
        <StatCard label="储值余额" value={<MoneyText cents={128_050} />} againstUsualBps={1250} to="/" hint="含赠送" />
        <StatCard label="积分" value="3,280" againstUsualBps={-400} />
        <StatCard label="到店" value="12" againstUsualBps={null} />
      </div>
      <Section title="事实、金额、时间" actions={<KeyHint keys={['F2']} />}>
        <Facts
          rows={[
            ['会员', <Avatar key="a" name="王小明" />],
            ['进账', <MoneyText key="i" cents={12_000} signed />],
            ['出账', <MoneyText key="o" cents={-4_500} signed strong />],
            ['营业日', <DayText key="d" day="2026-11-22" />],
            ['时刻', <InstantText key="t" at="2026-11-22T03:04:05Z" />],
            ['多久以前', <InstantText key="r" at="2026-11-20T03:04:05Z" relative />],
            [
              '状态',
              tones.map((tone) => (
                <StatusTag key={tone} tone={tone}>
                  {tone}
                </StatusTag>
              )),
            ],
            [
              '等级',
              [0, 1, 2, 3, 4, 5].map((level) => <TierBadge key={level} name={`第 ${level} 级`} level={level} />),
            ],
          ]}
        />
      </Section>
      <Section title="表单">
        <CommandForm command={command} draft="gallery" initial={{ amountCents: 9_900 }}>
          <div className="rg-field-row">
            <TextField name="name" label="姓名" />
            <PhoneField name="phone" label="手机" isOptional hint="可带区号" />
          </div>
          <div className="rg-field-row">
            <MoneyField name="amountCents" label="金额" />
            <WholeNumberField name="points" label="积分" unit="分" isOptional />
          </div>
          <SelectField name="tier" label="等级" isOptional options={[{ value: 'gold', label: '金卡' }]} />
          <SwitchField name="notify" label="短信通知" />
          <ReasonField name="reason" label="原因" />
          <SubmitButton>提交</SubmitButton>
        </CommandForm>
      </Section>
      <Section title="独立输入">
        <MoneyInput label="金额" value={cents} onChange={setCents} />
        <p>{cents === null ? '–' : `${cents} 分`}</p>
        <PhoneInput aria-label="手机" />
        <RefusalText error={new Error('x')} />
      </Section>
      <Section title="时间线">
        <Timeline
          timeZone="Asia/Shanghai"
          items={[
            {
              id: '1',
              at: '2026-11-22T05:20:00Z',
              title: '消费',
              detail: '深层护理 60 分钟',
              figure: <MoneyText cents={-38_800} signed />,
              tone: 'primary',
              to: '/',
            },
            { id: '2', at: '2026-11-22T05:00:00Z', title: '到店', detail: '静安旗舰店', tone: 'good' },
            {
              id: '3',
              at: '2026-11-20T02:00:00Z',
              title: '充值',
              detail: '充 1,000 送 100',
              figure: <MoneyText cents={100_000} signed />,
              tone: 'info',
            },
          ]}
        />
      </Section>
      <Section title="空状态">
        <EmptyState title="还没有会员" action={<Button type="primary">登记第一位会员</Button>}>
          会员是您认得的客人。留下手机号，下次来就能报出名字、积分和余额。
        </EmptyState>
      </Section>
      <GalleryList />
      <ConfirmDrawer open={isDrawerOpen} title="退款 ¥388.00" onClose={() => setDrawerOpen(false)}>
        <Facts
          rows={[
            ['退回储值', '¥300.00'],
            ['退回现金', '¥88.00'],
            ['收回积分', '388'],
          ]}
        />
        <CommandForm command={command}>
          <ReasonField name="reason" label="退款原因" />
          <DangerButton>确认退款 ¥388.00</DangerButton>
        </CommandForm>
      </ConfirmDrawer>
      {isDialogOpen && (
        <ApprovalDialog
          onClose={() => setDialogOpen(false)}
          permission="sale.discount"
          subject={{ kind: 'sale', id: '0190a0a0-0000-7000-8000-000000000000' }}
          amountCents={5_000}
          onApproved={() => setDialogOpen(false)}
        >
          <Facts
            rows={[
              ['整单优惠', '¥50.00'],
              ['单据', 'S01-0002-000128'],
            ]}
          />
        </ApprovalDialog>
      )}
    </Page>
  )
}
