import convergence.core.db
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0003_search_index'),
        ('documents', '0001_initial'),
        ('vocabulary', '0002_axis_theme_worldregion_place'),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='short name')),
                ('kind', models.CharField(choices=[('TRAINING', 'training'), ('WORKSHOP', 'workshop'), ('CONFERENCE', 'conference'), ('LUNCH_TALK', 'lunch talk'), ('EVENING', 'evening of reflection'), ('COLLOQUIUM', 'colloquium'), ('TOUR', 'tour of guests'), ('EXHIBITION', 'stop of an exhibition'), ('SHORT_INTERNSHIP', 'short internship'), ('LONG_INTERNSHIP', 'long internship'), ('MISSION', 'observation mission'), ('VISIT', 'accompaniment visit'), ('MEETING', 'meeting'), ('RALLY', 'rally'), ('ASSEMBLY', 'assembly'), ('OTHER', 'other')], max_length=16, verbose_name='kind')),
                ('title_fr', models.CharField(max_length=200, verbose_name='title in French')),
                ('title_en', models.CharField(blank=True, max_length=200, verbose_name='title in English')),
                ('title_es', models.CharField(blank=True, max_length=200, verbose_name='title in Spanish')),
                ('summary_fr', models.TextField(blank=True, verbose_name='in a few words, in French')),
                ('summary_en', models.TextField(blank=True, verbose_name='in a few words, in English')),
                ('summary_es', models.TextField(blank=True, verbose_name='in a few words, in Spanish')),
                ('start', convergence.core.db.UncertainDateField(blank=True, max_length=10, verbose_name='when, or from')),
                ('end', convergence.core.db.UncertainDateField(blank=True, max_length=10, verbose_name='until when')),
                ('start_time', models.TimeField(blank=True, null=True, verbose_name='from what hour')),
                ('end_time', models.TimeField(blank=True, null=True, verbose_name='until what hour')),
                ('first_day', models.DateField(blank=True, editable=False, null=True)),
                ('start_latest', models.DateField(blank=True, editable=False, null=True)),
                ('last_day', models.DateField(blank=True, editable=False, null=True)),
                ('venue', models.CharField(blank=True, max_length=200, verbose_name='room or address')),
                ('is_online', models.BooleanField(default=False, verbose_name='online')),
                ('languages', models.CharField(blank=True, max_length=40, verbose_name='spoken languages')),
                ('state', models.CharField(choices=[('PLANNED', 'planned'), ('CONFIRMED', 'confirmed'), ('HELD', 'held'), ('REPORTED', 'reported'), ('CANCELLED', 'cancelled')], default='PLANNED', max_length=9, verbose_name='state')),
                ('cancelled_because', models.CharField(blank=True, max_length=300, verbose_name='why it is cancelled')),
                ('is_public', models.BooleanField(default=False, verbose_name='on the public calendar')),
                ('security', models.CharField(choices=[('ORDINARY', 'ordinary'), ('HIGH', 'high: nowhere in public until the return date'), ('CONFIDENTIAL', 'confidential: never in public')], default='ORDINARY', max_length=12, verbose_name='security')),
                ('return_date', models.DateField(blank=True, null=True, verbose_name='return date')),
                ('is_intersyndical', models.BooleanField(default=False, verbose_name='intersyndical')),
                ('distance_km', models.PositiveIntegerField(blank=True, null=True, verbose_name='distance travelled, km')),
                ('carbon_kg', models.PositiveIntegerField(blank=True, null=True, verbose_name='carbon, kg')),
                ('notes', models.TextField(blank=True, verbose_name='notes of the team')),
                ('attended', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='people present')),
                ('attended_qualifier', models.CharField(choices=[('EXACT', 'exactly'), ('APPROX', 'about'), ('APPROX_BELOW', 'nearly'), ('MORE_THAN', 'more than'), ('LESS_THAN', 'less than')], default='EXACT', editable=False, max_length=14)),
                ('evaluation_code', models.CharField(editable=False, max_length=43, unique=True)),
                ('created_at', models.DateTimeField(verbose_name='recorded')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('axis', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.axis', verbose_name='work axis')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.place', verbose_name='place')),
                ('themes', models.ManyToManyField(blank=True, related_name='+', to='vocabulary.theme', verbose_name='themes')),
            ],
            options={
                'verbose_name': 'activity',
                'verbose_name_plural': 'activities',
                'ordering': ('-first_day', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='EvaluationCount',
            fields=[
                ('activity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='evaluated', serialize=False, to='activities.activity')),
                ('number', models.PositiveIntegerField(default=0, verbose_name='answers received')),
            ],
            options={
                'verbose_name': 'number of answers',
                'verbose_name_plural': 'numbers of answers',
            },
        ),
        migrations.CreateModel(
            name='ActivityDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_public', models.BooleanField(default=False, verbose_name='offered in public')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='activities.activity')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='documents.publicfile', verbose_name='file')),
            ],
            options={
                'verbose_name': 'file of an activity',
                'verbose_name_plural': 'files of activities',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='ActivityFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('ATTENDED', 'people present'), ('REACHED', 'people reached'), ('WORKERS', 'workers represented'), ('COPIES', 'copies given out'), ('ORGANISATIONS', 'organisations present'), ('OTHER', 'other')], max_length=13, verbose_name='what')),
                ('unit', models.CharField(blank=True, max_length=120, verbose_name='of what')),
                ('value', models.PositiveBigIntegerField(verbose_name='how many')),
                ('qualifier', models.CharField(choices=[('EXACT', 'exactly'), ('APPROX', 'about'), ('APPROX_BELOW', 'nearly'), ('MORE_THAN', 'more than'), ('LESS_THAN', 'less than')], default='EXACT', max_length=14, verbose_name='as stated')),
                ('source', models.CharField(max_length=300, verbose_name='who says so')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('recorded_by_id', models.BigIntegerField(blank=True, null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='activities.activity')),
            ],
            options={
                'verbose_name': 'figure of an activity',
                'verbose_name_plural': 'figures of activities',
                'ordering': ('what', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='ActivityPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='activities.activity')),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='documents.picture', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'picture of an activity',
                'verbose_name_plural': 'pictures of activities',
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='AttendanceEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('SIGN_IN', 'sign-in'), ('COUNT', 'count'), ('CORRECTION', 'correction')], max_length=10, verbose_name='written how')),
                ('number', models.IntegerField(verbose_name='people')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('gender', models.CharField(blank=True, choices=[('WOMAN', 'woman'), ('MAN', 'man'), ('OTHER', 'another answer')], max_length=5, verbose_name='gender')),
                ('age_range', models.CharField(blank=True, choices=[('UNDER_18', 'under 18'), ('FROM_18', '18 to 34'), ('FROM_35', '35 to 54'), ('FROM_55', '55 and over')], max_length=8, verbose_name='age range')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('recorded_by_id', models.BigIntegerField(blank=True, null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='activities.activity')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='activities.attendanceentry')),
            ],
            options={
                'verbose_name': 'line of attendance',
                'verbose_name_plural': 'attendance',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='EvaluationRemark',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField(max_length=2000, verbose_name='remark')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='activities.activity')),
            ],
            options={
                'verbose_name': 'remark of an evaluation',
                'verbose_name_plural': 'remarks of evaluations',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='EvaluationTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(choices=[('USEFUL', 'What I heard is useful in my union'), ('CLEAR', 'It was clear'), ('VOICE', 'Everybody could speak'), ('ACT', 'I know what I can do next')], max_length=6, verbose_name='question')),
                ('answer', models.PositiveSmallIntegerField(verbose_name='answer')),
                ('number', models.PositiveIntegerField(default=0, verbose_name='how many')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tallies', to='activities.activity')),
            ],
            options={
                'verbose_name': 'tally of an evaluation',
                'verbose_name_plural': 'tallies of evaluations',
                'ordering': ('question', 'answer'),
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('capacity', models.CharField(choices=[('ORGANISER', 'organises it'), ('PARTICIPANT', 'takes part'), ('LEAD_PARTNER', 'leads it as a partner'), ('HOST', 'hosts it')], max_length=12, verbose_name='what it does')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='activities.activity')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact', verbose_name='organisation or body')),
            ],
            options={
                'verbose_name': 'organisation in an activity',
                'verbose_name_plural': 'organisations in activities',
                'ordering': ('capacity', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='PersonRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='or a name')),
                ('capacity', models.CharField(choices=[('FACILITATOR', 'facilitation'), ('GUEST', 'guest'), ('INTERPRETER', 'interpretation'), ('AUTHOR', 'author'), ('COORDINATION', 'coordination')], max_length=12, verbose_name='what for')),
                ('is_named', models.BooleanField(default=False, verbose_name='named in public')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='activities.activity')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact', verbose_name='person')),
            ],
            options={
                'verbose_name': 'person in an activity',
                'verbose_name_plural': 'people in activities',
                'ordering': ('capacity', 'pk'),
            },
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['-first_day', '-id'], name='activities_latest'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['state', 'axis', 'first_day'], name='activities_counted'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['state', 'kind'], name='activities_kinds'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('first_day__isnull', True), ('last_day__gte', models.F('first_day')), _connector='OR'), name='activities_ends_after_start', violation_error_message='The end comes before the beginning. Correct one of the two.'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'CANCELLED'), _negated=True), models.Q(('cancelled_because', ''), _negated=True), _connector='OR'), name='activities_cancelled_with_reason', violation_error_message='Say in a few words why it is cancelled: those who were to come will ask.'),
        ),
        migrations.AddConstraint(
            model_name='activitydocument',
            constraint=models.UniqueConstraint(fields=('activity', 'file'), name='activities_document_once'),
        ),
        migrations.AddConstraint(
            model_name='activitypicture',
            constraint=models.UniqueConstraint(fields=('activity', 'picture'), name='activities_picture_once'),
        ),
        migrations.AddConstraint(
            model_name='attendanceentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'SIGN_IN'), ('number', 1), ('reverses__isnull', True)), models.Q(('kind', 'COUNT'), ('number__gt', 0), ('reverses__isnull', True)), models.Q(('kind', 'CORRECTION'), ('number__lt', 0), ('reverses__isnull', False)), _connector='OR'), name='activities_attendance_number', violation_error_message='Write a number from 1 to 100,000.'),
        ),
        migrations.AddConstraint(
            model_name='evaluationtally',
            constraint=models.UniqueConstraint(fields=('activity', 'question', 'answer'), name='activities_tally_once'),
        ),
        migrations.AddConstraint(
            model_name='evaluationtally',
            constraint=models.CheckConstraint(condition=models.Q(('answer__range', (1, 4))), name='activities_tally_answer'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(fields=('activity', 'contact', 'capacity'), name='activities_participation_once', violation_error_message='This is already written for this activity.'),
        ),
        migrations.AddConstraint(
            model_name='personrole',
            constraint=models.UniqueConstraint(fields=('activity', 'person', 'capacity'), name='activities_person_once', violation_error_message='This is already written for this activity.'),
        ),
    ]
