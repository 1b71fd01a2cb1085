{{- define "aircall-gorgias.name" -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "aircall-gorgias.labels" -}}
app.kubernetes.io/name: aircall-gorgias
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
