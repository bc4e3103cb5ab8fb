{{/* The name of everything that belongs to one namespace. */}}
{{- define "audiostream.name" -}}
audiostream-operator
{{- end }}

{{/* The name of what belongs to the cluster: two releases may not meet there. */}}
{{- define "audiostream.clusterName" -}}
{{ .Release.Namespace }}-{{ include "audiostream.name" . }}
{{- end }}

{{- define "audiostream.serviceAccount" -}}
{{ .Values.serviceAccount.name | default (include "audiostream.name" .) }}
{{- end }}

{{- define "audiostream.selector" -}}
app.kubernetes.io/name: audiostream-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "audiostream.labels" -}}
{{ include "audiostream.selector" . }}
app.kubernetes.io/component: operator
app.kubernetes.io/part-of: audiostream
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "audiostream.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{/* What the operator may do in a namespace that it looks after: just what it makes, reads and tells. */}}
{{- define "audiostream.rules" -}}
- apiGroups: [audiostream.io]
  resources: [transcriptionservices]
  verbs: [get, list, watch]
- apiGroups: [audiostream.io]
  resources: [transcriptionservices/status]
  verbs: [get, patch]
# Owner references that block deletion ask for this where the API server checks them.
- apiGroups: [audiostream.io]
  resources: [transcriptionservices/finalizers]
  verbs: [update]
# What it makes goes with its resource, by the garbage collector's hand.
- apiGroups: [""]
  resources: [configmaps, services, serviceaccounts]
  verbs: [get, list, watch, create, patch]
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch, create, patch]
# An autoscaler goes when its resource wants none any more.
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list, watch, create, patch, delete]
# To say what is wrong with them, and which of them should go last.
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, patch]
- apiGroups: [""]
  resources: [events]
  verbs: [create, patch]
{{- end }}
